"""The identity platform: discovery, and tokens for a client with a secret or a certificate (graph.md 5)."""

import json
from base64 import urlsafe_b64decode
from hashlib import sha256
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm

from tests.graph.server.problem import Json, Reply
from tests.graph.server.request import Request
from tests.graph.server.world import TENANT, World

PLAIN = "application/json; charset=utf-8"
JWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def discovery(world: World, request: Request) -> Reply:
    if request.names["tenant"] != TENANT:
        return _no(world, "invalid_tenant", 90002, f"Tenant '{request.names['tenant']}' not found.")
    home = f"{request.base}/{TENANT}"
    return Reply(
        200,
        {
            "token_endpoint": f"{home}/oauth2/v2.0/token",
            "authorization_endpoint": f"{home}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{home}/oauth2/v2.0/devicecode",
            "issuer": f"{home}/v2.0",
            "jwks_uri": f"{home}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        },
        content_type=PLAIN,
    )


def token(world: World, request: Request) -> Reply:
    form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    client = form.get("client_id", "")
    if request.names["tenant"] != TENANT:
        return _no(world, "invalid_tenant", 90002, f"Tenant '{request.names['tenant']}' not found.")
    if client not in world.clients:
        return _no(world, "unauthorized_client", 700016, f"Application with identifier '{client}' was not found in the directory.")
    if form.get("grant_type") != "client_credentials" or not form.get("scope", "").endswith("/.default"):
        return _no(world, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.")
    refused = _certificate(world, client, form, request) if form.get("client_assertion_type") == JWT else _secret(world, client, form)
    return refused or _given(world)


def _given(world: World) -> Reply:
    name = world.name("eyJ0eXAiOiJKV1Qi.", 64)
    world.tokens.add(name)
    return Reply(200, {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": name}, content_type=PLAIN)


def _secret(world: World, client: str, form: dict[str, str]) -> Reply | None:
    state = world.clients[client].get(form.get("client_secret", ""))
    if state is None:
        return _no(world, "invalid_client", 7000215, "Invalid client secret provided.")
    return _no(world, "invalid_client", 7000222, f"The provided client secret keys for app '{client}' are expired.") if state else None


def _certificate(world: World, client: str, form: dict[str, str], request: Request) -> Reply | None:
    """The signature, the audience and the issuer. Not the hours: msal asks the real clock, and this server has its own."""
    try:
        signed, _, signature = form["client_assertion"].rpartition(".")
        head, claims = (_json(part) for part in signed.split("."))
        home = f"{request.base}/{TENANT}/oauth2/v2.0/token"
        good = claims["aud"] == home and claims["iss"] == claims["sub"] == client
        good = good and any(_signed(each, head, signed.encode(), _bytes(signature)) for each in world.certificates.get(client, []))
    except (KeyError, ValueError):
        good = False
    return None if good else _no(world, "invalid_client", 700027, "The certificate used to sign the client assertion is not registered.")


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _json(part: str) -> Json:
    found: Json = json.loads(_bytes(part))
    return found


def _signed(pem: bytes, head: Json, signed: bytes, signature: bytes) -> bool:
    key = x509.load_pem_x509_certificate(pem).public_key()
    if not isinstance(key, RSAPublicKey):
        return False
    algorithm: HashAlgorithm = SHA256()
    pads = {"PS256": padding.PSS(padding.MGF1(algorithm), algorithm.digest_size), "RS256": padding.PKCS1v15()}
    if head["alg"] not in pads:
        return False
    try:
        key.verify(signature, signed, pads[head["alg"]], algorithm)
    except InvalidSignature:
        return False
    return True


def _no(world: World, error: str, code: int, message: str) -> Reply:
    trace = sha256(world.stamp().encode()).hexdigest()
    body = {
        "error": error,
        "error_description": f"AADSTS{code}: {message} Trace ID: {trace[:8]} Correlation ID: {trace[8:16]} Timestamp: {world.stamp()}",
        "error_codes": [code],
        "timestamp": world.stamp(),
        "trace_id": trace[:32],
        "correlation_id": trace[32:],
    }
    return Reply(401 if error == "invalid_client" else 400, body, content_type=PLAIN)
