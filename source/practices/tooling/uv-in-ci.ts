import { definePractice } from '../../core/practice.ts';
import dockerImages from './uv-in-ci/docker-images.ts';
import lockCheck from './uv-in-ci/lock-check.ts';
import lockedSync from './uv-in-ci/locked-sync.ts';
import noPip from './uv-in-ci/no-pip.ts';
import noUvPip from './uv-in-ci/no-uv-pip.ts';

// https://docs.astral.sh/uv/guides/integration/github/

export default definePractice({
	number: '2.1',
	id: 'uv-in-ci',
	title: 'Pipelines install with uv, from the lockfile, and nothing else',
	failTitle: 'Pipelines install something else than the lockfile says',
	why:
		'A pipeline that resolves versions anew tests a program that nobody has. ' +
		'Installed from the lockfile, the build of a change differs from the last one by the change alone.',
	remedy:
		'In each job, set uv up, run `uv sync --locked` once, and start tools with `uv run --locked`. ' +
		'Where a target folder is filled, as for a Lambda, write the list with `uv export --locked` first.',
	example: {
		language: 'yaml',
		text: [
			'- uses: astral-sh/setup-uv@v7',
			'- run: uv sync --locked',
			'- run: uv run --locked pytest',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.astral.sh/uv/guides/integration/github/',
		'https://docs.astral.sh/uv/guides/integration/docker/',
		'https://docs.astral.sh/uv/guides/integration/aws-lambda/',
	],
	errata: [
		'A project that uv does not manage is reported once, by practice 0.2; nothing here applies to it until then',
		'`sam build` runs pip by itself, which is no line of a pipeline and is not reported',
	],
	seeAlso: ['0.1', '0.2', '0.3', '10.U2'],
	checks: [noPip, lockedSync, noUvPip, lockCheck, dockerImages],
});
