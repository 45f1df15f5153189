// Distributions without type hints of their own, and those that bring them, as typeshed and their makers have it in
// November 2026. https://github.com/python/typeshed/tree/main/stubs

/** By distribution; any of the stubs will do, the first is the usual one. */
export const stubPackages: Readonly<Record<string, readonly [string, ...string[]]>> = {
	boto3: ['types-boto3', 'boto3-stubs', 'boto3-stubs-lite', 'types-boto3-lite', 'boto3-stubs-full'],
	docutils: ['types-docutils'],
	jsonschema: ['types-jsonschema'],
	markdown: ['types-markdown'],
	paramiko: ['types-paramiko'],
	psutil: ['types-psutil'],
	psycopg2: ['types-psycopg2'],
	'psycopg2-binary': ['types-psycopg2'],
	pymysql: ['types-pymysql'],
	'python-dateutil': ['types-python-dateutil'],
	pytz: ['types-pytz'],
	pyyaml: ['types-pyyaml'],
	requests: ['types-requests'],
	simplejson: ['types-simplejson'],
	tabulate: ['types-tabulate'],
	toml: ['types-toml'],
	xmltodict: ['types-xmltodict'],
};

/** As the makers of stubs spell them. */
export const stubSpelling: Readonly<Record<string, string>> = {
	'types-markdown': 'types-Markdown',
	'types-pymysql': 'types-PyMySQL',
	'types-pyyaml': 'types-PyYAML',
};
