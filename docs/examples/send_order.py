# Sends one order: WEBHOOK_URL=https://… WEBHOOK_SECRET=whsec_… python3 send_order.py < order.json
import base64, hashlib, hmac, json, os, sys, uuid
from datetime import datetime, timezone
from urllib.request import Request, urlopen

key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
now = datetime.now(timezone.utc)
envelope = {"type": "order.paid", "timestamp": now.isoformat(), "data": json.load(sys.stdin.buffer)}
body = json.dumps(envelope).encode()

id = f"msg_{uuid.uuid4()}"  # the same in every attempt
timestamp = str(int(now.timestamp()))  # anew in every attempt, and so is the signature
digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
signature = "v1," + base64.b64encode(digest).decode()

headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
request = Request(os.environ["WEBHOOK_URL"], body, {**headers, "content-type": "application/json"})
with urlopen(request, timeout=30) as answer:  # raises HTTPError where the answer is not 2xx
    print(answer.status, answer.read().decode())
