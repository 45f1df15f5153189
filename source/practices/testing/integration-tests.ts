import { definePractice } from '../../core/practice.ts';
import importPath from './integration-tests/import-path.ts';
import localstack from './integration-tests/localstack.ts';
import mechanism from './integration-tests/mechanism.ts';
import motoScope from './integration-tests/moto-scope.ts';
import pinnedImage from './integration-tests/pinned-image.ts';
import separated from './integration-tests/separated.ts';
import standIn from './integration-tests/stand-in.ts';

// https://testcontainers-python.readthedocs.io/

export default definePractice({
	number: '7.2',
	id: 'integration-tests',
	title: 'Integration tests use the real database, broker or cloud',
	failTitle: 'Integration tests use stand-ins, or are not there',
	why:
		'A stand-in accepts what the real service refuses: a type, a lock, a limit, an order of events. What is tested against ' +
		'the same engine and version as in production fails in the test first.',
	remedy:
		'Start the real service in a container for the session, with an explicit version, in a folder of its own such as ' +
		'`tests/integration`. Keep moto for fast unit tests.',
	example: {
		language: 'python',
		text: [
			'import pytest',
			'from testcontainers.redis import RedisContainer',
			'',
			'',
			'@pytest.fixture(scope="session")',
			'def redis_client():',
			'    with RedisContainer("redis:7.4") as redis:',
			'        yield redis.get_client()',
			'',
		].join('\n'),
	},
	links: ['https://testcontainers-python.readthedocs.io/', 'https://docs.getmoto.org/en/latest/'],
	errata: [
		'Services that a pipeline or a compose file starts are as good as testcontainers; whether tests use them is asked, because the files do not tell',
		'`testcontainers.mysql` and its like are the old names: since 4.15 they warn, and are `testcontainers.community.mysql`',
	],
	seeAlso: ['7.1', '10.S2', '10.O2'],
	checks: [mechanism, standIn, separated, pinnedImage, motoScope, localstack, importPath],
});
