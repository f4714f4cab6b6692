"""A real S3 store for tests: SeaweedFS on free ports of this machine, in a folder of its own.

``with running_s3(folder) as store:`` gives one that is ready; ``store.environment`` is what a
newsroom's process needs to keep its files there.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BUCKET, ACCESS_KEY, SECRET_KEY, REGION = "newsroom", "halden", "halden-secret", "us-east-1"
WEED = Path(sys.executable).with_name("weed")
PARTS = ("master", "volume", "filer", "s3")
READY_SECONDS = 120
STARTS = 3


@dataclass(frozen=True)
class S3Store:
    """A running store with an empty bucket."""

    endpoint_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "S3_ENDPOINT_URL": self.endpoint_url,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": SECRET_KEY,
        }

    @property
    def setting(self) -> dict[str, str]:
        """Return ``settings.S3`` as the environment would make it."""
        return {
            "bucket_name": BUCKET,
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
            "endpoint_url": self.endpoint_url,
            "region_name": REGION,
        }

    @cached_property
    def client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint_url,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            region_name=REGION,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )

    def keys(self) -> set[str]:
        """Return the names of everything in the bucket."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {found["Key"] for page in pages for found in page.get("Contents", ())}

    def unfinished(self) -> list[dict[str, Any]]:
        """Return the multipart uploads that are neither completed nor aborted."""
        return self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])

    def empty(self) -> None:
        for key in self.keys():
            self.client.delete_object(Bucket=BUCKET, Key=key)
        for upload in self.unfinished():
            self.client.abort_multipart_upload(
                Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"]
            )


@contextmanager
def running_s3(folder: Path) -> Iterator[S3Store]:
    """Start a store, wait until it takes files, and end it at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as ending:
        for number in range(STARTS):  # somebody else may take a port between choosing and using it
            ports = _free_ports(2 * len(PARTS))
            process = _start(folder / str(number), ports)
            ending.callback(_end, process, ports)
            store = S3Store(f"http://127.0.0.1:{ports[PARTS.index('s3')]}")
            if _is_ready(store, process):
                yield store
                return
    raise RuntimeError((folder / str(STARTS - 1) / "log").read_text()[-2000:])


def _start(folder: Path, ports: list[int]) -> subprocess.Popen[bytes]:
    folder.mkdir()
    access = folder / "s3.json"
    credentials = [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}]
    identity = {"name": "newsroom", "credentials": credentials, "actions": ["Admin"]}
    access.write_text(json.dumps({"identities": [identity]}))
    options = [
        f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-s3.config={access}",
        "-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-master.telemetry=false", "-master.volumeSizeLimitMB=256",
        f"-filer.localSocket={folder}/filer.sock", f"-s3.localSocket={folder}/s3.sock",
        *(f"-{part}.port={port}" for part, port in zip(PARTS, ports, strict=False)),
        *(f"-{part}.port.grpc={port}" for part, port in zip(PARTS, ports[4:], strict=True)),
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [WEED, "-logtostderr=true", "mini", *options],
            stdout=log,
            stderr=log,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        )


def _is_ready(store: S3Store, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a file can be stored; return False when the process has ended instead."""
    client, deadline = store.client, time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="first", Body=b"first")
            client.delete_object(Bucket=BUCKET, Key="first")
        except (BotoCoreError, ClientError):
            time.sleep(0.05)
        else:
            return True
    return False


def _end(process: subprocess.Popen[bytes], ports: list[int]) -> None:
    process.kill()
    process.wait()
    for port in ports:
        for socket_file in Path("/tmp").glob(f"seaweedfs-*-grpc-{port}.sock"):
            socket_file.unlink(missing_ok=True)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
