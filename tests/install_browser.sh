#!/usr/bin/env bash
# The browser tests drive Debian's chromium and need a Chinese font. As root on Debian both are installed here;
# elsewhere those tests are skipped and name this command.
set -euo pipefail
if command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "正在安装 chromium 与中文字体… Installing chromium and fonts-noto-cjk" >&2
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
else
    echo "浏览器测试将被跳过；如需运行，请先执行：sudo apt-get install chromium fonts-noto-cjk" >&2
fi
