"""The smallest Flask application, beside which ours is measured."""

from flask import Flask

app = Flask("hello")
app.add_url_rule("/", view_func=lambda: "Hello")
