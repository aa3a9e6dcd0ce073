"""A small OpenID Connect provider on 127.0.0.1, which signs in whoever its test says, and says of them what it says."""

import base64
import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(65537, 2048)
CLIENT, SECRET = "profile_site", "kept between the two"


@dataclass
class Provider:
    """What the provider knows; a test changes it to see what the site makes of that."""

    claims: dict = field(default_factory=dict)
    token: dict = field(default_factory=dict)  # in place of what an honest token says
    signs_with: object = KEY  # or another than the published one
    algorithm: str = "RS256"
    breaks: str = ""  # the path that answers with an error
    asked: dict[str, dict] = field(default_factory=dict)  # by code
    address: str = ""

    def settings(self) -> dict[str, str]:
        """Return the variables by which a site knows this provider."""
        return {
            "OIDC_RP_CLIENT_ID": CLIENT,
            "OIDC_RP_CLIENT_SECRET": SECRET,
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{self.address}/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{self.address}/token",
            "OIDC_OP_USER_ENDPOINT": f"{self.address}/user",
            "OIDC_OP_JWKS_ENDPOINT": f"{self.address}/keys",
        }

    def authorize(self, sent: dict) -> str:
        """Return where a browser is led back to, with a code."""
        code = f"code-{len(self.asked)}"
        self.asked[code] = sent
        return f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': sent['state']})}"

    def token_for(self, sent: dict) -> dict:
        """Return the tokens for a code, which its owner must prove to be, once."""
        asked = self.asked.pop(sent["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=")
        if (sent["client_secret"], challenge.decode()) != (SECRET, asked["code_challenge"]):
            raise KeyError("the client does not prove itself")
        now = int(time.time())
        told = {"iss": self.address, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        signed = jwt.encode(told | self.token, self.signs_with, self.algorithm, headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}

    def keys(self) -> dict:
        """Return the published key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def visit(self, address: str) -> str:
        """Return where a browser that opens the provider's page at `address` is led."""
        try:
            urllib.request.build_opener(_NoRedirects).open(address, timeout=10)
        except urllib.error.HTTPError as answer:
            return answer.headers["Location"]
        raise AssertionError("the provider leads nowhere")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


@contextmanager
def provider():
    """Serve a provider for the duration."""
    served = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path, query = urlsplit(self.path).path, _one_each(urlsplit(self.path).query)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", served.authorize(query))
                self.end_headers()
            elif path == "/user":
                self.answer(path, lambda: {"sub": "ada"} | served.claims)
            else:
                self.answer(path, served.keys)

        def do_POST(self):
            sent = _one_each(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(self.path, lambda: served.token_for(sent))

        def answer(self, path: str, content):
            try:
                status, body = (500, {"error": "broken"}) if path == served.breaks else (200, content())
            except KeyError as error:
                status, body = 400, {"error": str(error)}
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _one_each(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
