"""The barest bot on the same library: it says back what it hears."""

from __future__ import annotations

import os
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    builder: Any = ApplicationBuilder().token(os.environ["BOT_TOKEN"]).concurrent_updates(8)
    application = builder.base_url(os.environ["BOT_API_URL"] + "/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if url := os.environ.get("BOT_WEBHOOK_URL"):
        port = int(os.environ["PORT"])
        application.run_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="bench")  # noqa: S106
    else:
        application.run_polling(poll_interval=0, timeout=10)


if __name__ == "__main__":
    main()
