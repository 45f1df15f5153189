import os

import boto3

session = boto3.session.Session(region_name="eu-west-1")


def handler(event, context):
    database = session.resource("dynamodb", endpoint_url=os.environ["SERVER"])
    return database.Table("orders").name
