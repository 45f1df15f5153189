import os

import boto3

ssm = boto3.client("ssm", region_name="eu-west-1", endpoint_url=os.environ["SERVER"])


def handler(event, context):
    return ssm.get_parameter(Name="rate")["Parameter"]["Value"]
