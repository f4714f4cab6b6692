"""Create or drop the PostgreSQL database that an address names."""

import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def main(action: str, address: str) -> None:
    parts = urlsplit(address)
    name = sql.Identifier(parts.path.lstrip("/"))
    server = parts._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        if action == "create":
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


if __name__ == "__main__":
    main(*sys.argv[1:])
