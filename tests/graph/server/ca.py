"""A certificate authority of our own, the server's certificate, and certificates for the app. Valid so long that no clock matters."""

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Papers(NamedTuple):
    """Files: the authority to trust; the server's certificate and key."""

    ca: Path
    certificate: Path
    key: Path


class App(NamedTuple):
    """An app's certificate: a PFX with its passphrase, a PEM with key and certificate, and the public part that the tenant is given."""

    pfx: Path
    passphrase: str
    pem: Path
    public: bytes


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


def papers(folder: Path) -> Papers:
    """An authority and a certificate for localhost and 127.0.0.1 in the folder: those that lie there, or new ones."""
    files = Papers(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    if not files.key.exists():
        _write(folder, files)
    return files


def _write(folder: Path, files: Papers) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("aarshjul test authority")
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
    authority = (
        _builder(root_name, root_name, root.public_key(), LAST)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_others=True), critical=True)
        .sign(root, SHA256())
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        _builder(_name("localhost"), root_name, key.public_key(), LAST)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(identifier, critical=False)
        .sign(root, SHA256())
    )
    files.ca.write_bytes(authority.public_bytes(Encoding.PEM))
    files.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, last: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(serial_number=x509.random_serial_number())
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .not_valid_before(FIRST)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def app(folder: Path, passphrase: str, last: datetime = LAST) -> App:
    """A self-signed certificate for an app, valid until `last` (aware)."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = _name("aarshjul")
    certificate = _builder(name, name, key.public_key(), last).sign(key, SHA256())
    public = certificate.public_bytes(Encoding.PEM)
    files = App(folder / "app.pfx", passphrase, folder / "app.pem", public)
    sealed = BestAvailableEncryption(passphrase.encode())
    files.pfx.write_bytes(pkcs12.serialize_key_and_certificates(b"aarshjul", key, certificate, None, sealed))
    files.pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + public)
    for file in (files.pfx, files.pem):
        file.chmod(0o600)
    return files
