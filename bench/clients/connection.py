import http.client
import json
import os


def handler(event, context):
    connection = http.client.HTTPConnection(os.environ["SERVER"].removeprefix("http://"))
    connection.request("GET", "/orders")
    return json.load(connection.getresponse())
