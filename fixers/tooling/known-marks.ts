// Markers that need no registration: pytest's own (https://docs.pytest.org/en/stable/reference/reference.html#marks)
// and those that plug-ins register themselves.

const own = [
	'filterwarnings',
	'parametrize',
	'skip',
	'skipif',
	'tryfirst',
	'trylast',
	'usefixtures',
	'xfail',
];

const plugins = `
	anyio asyncio asyncio_cooperative trio twisted gen_test gevent aio django_db urls ignore_template_errors
	django_project celery timeout flaky repeat rerun order run dependency xdist_group forked random_order
	benchmark limit_memory limit_leaks no_cover freeze_time time_machine vcr default_cassette block_network
	httpx_mock respx enable_socket disable_socket allow_hosts only_browser skip_browser browser_context_args
	snapshot hypothesis mpl_image_compare
`
	.trim()
	.split(/\s+/);

export const knownMarks: ReadonlySet<string> = new Set([...own, ...plugins]);
