"""A passkey device in software: it signs what a site asks for, at the origin it is told."""

import json
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
NO_AAGUID = b"\0" * 16


class SoftwareAuthenticator:
    """Keeps one passkey."""

    def __init__(self, origin="http://localhost"):
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = token_bytes(16)
        self.user_handle = b""

    def make(self, options):
        """Return what a browser answers to a request for a new passkey."""
        wanted = options["publicKey"]
        self.user_handle = websafe_decode(wanted["user"]["id"])
        public_key = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(NO_AAGUID, self.credential_id, public_key)
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(_digest(wanted["rp"]["id"]), flags, 0, bytes(attested))
        attestation = AttestationObject.create("none", data, {})
        told = self._tell("webauthn.create", wanted["challenge"])
        return self._answer(clientDataJSON=told, attestationObject=bytes(attestation))

    def use(self, options):
        """Return what a browser answers to a request to sign."""
        wanted = options["publicKey"]
        data = bytes(AuthenticatorData.create(_digest(wanted["rpId"]), PRESENT_AND_VERIFIED, 1))
        told = self._tell("webauthn.get", wanted["challenge"])
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=told,
            authenticatorData=data,
            signature=signature,
            userHandle=self.user_handle,
        )

    def _tell(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response):
        name = websafe_encode(self.credential_id)
        encoded = {key: websafe_encode(value) for key, value in response.items()}
        extensions = {"credProps": {"rk": True}}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": encoded,
                "clientExtensionResults": extensions,
            }
        )


def _digest(host):
    return sha256(host.encode()).digest()
