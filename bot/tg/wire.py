"""The way to Telegram: the library's requests over aiohttp in the place of httpx."""

from __future__ import annotations

from typing import Any
from urllib.request import getproxies

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""No connection came about, in time or at all: nothing of the request was sent."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONNECT = 5.0
"""Seconds a request waits for a connection, a free one or a new one."""
UPLOAD = 20.0
"""Seconds more for an answer where a file has to go up first."""


class Wire(BaseRequest):
    """One pool of connections, kept open between requests."""

    def __init__(self, api_url: str, *, connections: int, read_timeout: float) -> None:
        self.is_tls = api_url.startswith("https:")
        self.connections = connections
        self.patience = read_timeout
        self.session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self.patience

    async def initialize(self) -> None:
        if self.session is not None:
            return
        # The certificates the library itself would trust.
        tls = httpx.create_ssl_context() if self.is_tls else True
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self.connections, ssl=tls),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=bool(getproxies()),  # looked up at each request, so only where there are any
        )

    async def shutdown(self) -> None:
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def do_request(  # noqa: PLR0913 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; the texts of errors name their kind alone, for others tell addresses."""
        if self.session is None:
            raise RuntimeError("a request before `initialize`")
        read = self.patience if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        if request_data is not None and request_data.contains_files:
            read = None if read is None else read + UPLOAD
        timeout = aiohttp.ClientTimeout(connect=CONNECT, sock_read=read)
        data, headers = body(request_data)
        try:
            async with self.session.request(
                method, url, data=data, headers=headers, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:  # aiohttp's own are kinds of it
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def body(given: RequestData | None) -> tuple[Any, dict[str, str]]:
    """A form; with files, one of several parts."""
    if given is None:
        return None, {}
    if not given.contains_files:
        return given.url_encoded_parameters().encode(), FORM
    form = aiohttp.FormData(given.json_parameters)
    for name, (filename, content, kind) in given.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
