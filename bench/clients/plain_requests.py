import os

import requests


def handler(event, context):
    rows = requests.get(os.environ["SERVER"] + "/orders", params={"page": 1})
    sent = requests.post(
        os.environ["SERVER"] + "/orders",
        json={"id": 1},  # the first one
    )
    return [rows.json(), sent.json()]
