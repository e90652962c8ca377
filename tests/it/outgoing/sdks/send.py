"""Sends what is asked for on standard input through Africa's Talking's SDK for Python, and
prints what it returned or failed with: one JSON array each."""

import json
import sys

import africastalking

url, username, key = sys.argv[1:]
africastalking.initialize(username, key)
africastalking.SMS._baseUrl = url + "/version1"


def send(order):
    try:
        return africastalking.SMS.send(
            order["message"], order["to"], order.get("from"), order.get("enqueue", False)
        )
    except Exception as error:
        return {"failed": str(error)}


json.dump([send(order) for order in json.load(sys.stdin)], sys.stdout)
