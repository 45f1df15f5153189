import json
import os
from urllib.request import Request, urlopen


def handler(event, context):
    with urlopen(os.environ["SERVER"] + "/orders") as answer:
        rows = json.load(answer)
    request = Request(os.environ["SERVER"] + "/orders", data=b"{}", method="PUT")
    with urlopen(request) as answer:
        return [rows, json.load(answer)]
