package cases

import (
	"encoding/json"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func show(c *gin.Context) {
	id, _ := strconv.Atoi(c.Param("id"))
	if id < 3 {
		c.JSON(404, nil)
		return
	}
	text, _ := json.Marshal(id)
	c.JSON(200, text)
	_ = os.Chdir("/")
}

func create(c *gin.Context) {
	var body struct{ Name string }
	_ = c.BindJSON(&body)
	_ = c.ShouldBindJSON(&body)
	c.JSON(200, body)
}

func item(c echo.Context) error {
	id, _ := strconv.Atoi(c.Param("id"))
	return c.JSON(200, id)
}
