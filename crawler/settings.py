"""Settings of Scrapy for every run. Ours stand in crawler/configuration.py with their defaults and meaning."""

import sys

from crawler import commands
from crawler.configuration import defaults
from crawler.streams import hold_standard_streams

hold_standard_streams()  # Scrapy reads this file before it opens any other
locals().update(defaults())  # each also from the environment: PRESSMARK_<NAME>

BOT_NAME = "pressmark"
SPIDER_LOADER_CLASS = "crawler.spider_loader.OutletSpiderLoader"
COMMANDS_MODULE = commands.module_of(sys.argv)
SCHEDULER = "crawler.scheduler.FrontierScheduler"

# The wire capture is the only way out; what it cannot capture must not be fetched.
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.WireCaptureHandler",
    "https": "crawler.wire.WireCaptureHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_TIMEOUT = 45  # seconds for a whole exchange
DOWNLOAD_MAXSIZE = 32 << 20  # bytes of a body
DOWNLOAD_WARNSIZE = 0
URLLENGTH_LIMIT = 2083

# Manners: one connection, a pause after each request, longer where the site is slow.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",  # what every reader of WARC files can undo
}

# Retries, redirects and robots.txt are ours: each try is archived, counted and survives a crash.
ROBOTSTXT_OBEY = False
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
DOWNLOADER_MIDDLEWARES = {"crawler.robots.RobotsMiddleware": 100}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2_000_000  # bytes of responses that wait for extraction
CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks for each response; the spider gives no items

# Nothing listens, nothing is remembered between requests, nothing in a page makes a request.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "crawler.memory_usage.CurrentMemoryUsage": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {"crawler.progress.Progress": 0}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
REDIRECT_ENABLED = False
RETRY_ENABLED = False
COMPRESSION_ENABLED = False
HTTPPROXY_ENABLED = False
REFERER_ENABLED = False

MEMUSAGE_LIMIT_MB = 700
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10
LOG_LEVEL = "INFO"
LOG_INSTALL_ROOT_HANDLER = False  # crawler/logs.py has ours, which no page can write a line of
STATS_DUMP = False
LOG_VERSIONS: list[str] = []
