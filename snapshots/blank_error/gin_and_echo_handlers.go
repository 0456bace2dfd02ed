package cases

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func show(c *gin.Context) {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	if id < 3 {
		c.JSON(404, nil)
		return
	}
	text, err := json.Marshal(id)
	if err != nil {
		c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	c.JSON(200, text)
	if err := os.Chdir("/"); err != nil {
		c.Error(err)
	}
}

func create(c *gin.Context) {
	var body struct{ Name string }
	if err := c.BindJSON(&body); err != nil {
		return
	}
	if err := c.ShouldBindJSON(&body); err != nil {
		c.Error(err)
	}
	c.JSON(200, body)
}

func item(c echo.Context) error {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(200, id)
}
