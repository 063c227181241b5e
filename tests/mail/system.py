"""Addresses and a password → Postfix and Dovecot on loopback, in a folder of their own, and their ports.

Nothing in /etc is read or changed: both are started with a configuration of ours, and stopped by it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trustme

PACKAGES: Final = ("postfix", "dovecot-core", "dovecot-imapd", "dovecot-lmtpd")
DOVECOT: Final = "2.3"
"""The version whose configuration we write; that of 2.4 is another language."""
SENDER: Final = "brief@example.org"
PASSWORD: Final = "only-on-loopback"  # noqa: S105 - of mailboxes that live for a minute

AUTHORITY: Final = "authority.pem"
LOG: Final = "postfix.log"
_PATIENCE_SECONDS: Final = 30.0
_POSTFIX: Final = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/{log}
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
virtual_mailbox_domains = example.org
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {folder}/server.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
message_size_limit = 20000000
"""
_SERVICES: Final = """\
127.0.0.1:{smtp} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT: Final = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the parts of the system listen on loopback."""

    smtp: int
    imap: int
    lmtp: int
    auth: int


@dataclass(frozen=True, slots=True)
class MailSystem:
    """A mail system that runs: its ports, and the folder that all of it is in."""

    ports: Ports
    folder: Path

    @property
    def authority(self) -> Path:
        """The file of certificates that vouch for the server."""
        return self.folder / AUTHORITY

    @property
    def taken(self) -> int:
        """How many messages Postfix has taken from whoever signed in."""
        return (self.folder / LOG).read_text(encoding="utf-8").count("sasl_username=")


def install() -> None:
    """Install what is missing of Debian's packages; needs root."""
    if os.geteuid() != 0:
        sys.exit("Postfix needs root to start: run this in a container, or with sudo")
    if Path("/usr/sbin/postfix").exists() and Path("/usr/sbin/dovecot").exists():
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "--quiet"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        print("apt-get", *command, flush=True)  # noqa: T201 - the operator sees what is installed
        subprocess.run(["/usr/bin/apt-get", *command], check=True, env=environment)


@contextmanager
def running(folder: Path, addresses: Sequence[str]) -> Iterator[MailSystem]:
    """Start both in `folder` with a mailbox for each address; stop them in the end, whatever happens."""
    ports = Ports(*_free_ports(4))
    _configure(folder, addresses, ports)
    dovecot = ["/usr/sbin/dovecot", "-c", str(folder / "dovecot.conf")]
    postfix = ["/usr/sbin/postfix", "-c", str(folder / "postfix")]
    version = subprocess.run([*dovecot, "--version"], check=True, capture_output=True, text=True).stdout
    if not version.startswith(DOVECOT):
        sys.exit(f"Dovecot {version.strip()}: this check writes the configuration of {DOVECOT} (Debian 12)")
    subprocess.run(dovecot, check=True)
    try:
        subprocess.run([*postfix, "start"], check=True, stderr=subprocess.DEVNULL)
        try:
            for port in (ports.smtp, ports.imap, ports.lmtp, ports.auth):
                _await(port)
            yield MailSystem(ports, folder)
        finally:
            subprocess.run([*postfix, "stop"], check=True, stderr=subprocess.DEVNULL)
    finally:
        subprocess.run([*dovecot, "stop"], check=True)


def _configure(folder: Path, addresses: Sequence[str], ports: Ports) -> None:
    folder.chmod(0o755)  # Postfix and Dovecot work in it as users of their own
    for name in ("postfix", "queue", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "nobody", "nogroup")
    known = {"folder": folder, "log": LOG, **{name: getattr(ports, name) for name in Ports.__slots__}}
    (folder / "postfix" / "main.cf").write_text(_POSTFIX.format(**known))
    (folder / "postfix" / "master.cf").write_text(_SERVICES.format(**known))
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**known))
    (folder / "mailboxes").write_text("".join(f"{address} yes\n" for address in addresses))
    (folder / "users").write_text(
        "".join(f"{address}:{{PLAIN}}{PASSWORD}\n" for address in (SENDER, *addresses))
    )
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / AUTHORITY))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))


def _free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for it in sockets:
            it.bind(("127.0.0.1", 0))
        return [it.getsockname()[1] for it in sockets]
    finally:
        for it in sockets:
            it.close()


def _await(port: int) -> None:
    """Wait until somebody listens.

    Raises:
        ConnectionRefusedError: nobody does in time.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with closing(socket.create_connection(("127.0.0.1", port))):
                return
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
