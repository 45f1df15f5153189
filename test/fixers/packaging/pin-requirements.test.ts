import { expect, test } from 'vitest';
import pinRequirements from '../../../fixers/packaging/pin-requirements.ts';
import type { Facts } from '../../../source/core/facts.ts';
import type { Planned } from '../../../source/core/fixer.ts';
import { applySplices } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const manifest = [
	'[project]',
	'name = "orders"',
	'dependencies = [',
	'\t"httpx[http2] >=0.28,<1 ; sys_platform == \'linux\'", # for the ledger',
	"\t'boto3',",
	'\t"numpy>=2",',
	'\t"attrs==25.1.0",',
	'\t"ours @ git+https://example.com/ours",',
	'\t"unheard-of>=1",',
	']',
	'',
].join('\n');

const versions = { httpx: ['0.28.1'], boto3: ['1.40.3'], numpy: ['2.2.0', '2.3.0'], attrs: ['25.1.0'] };
const lock = { kind: 'uv', version: 1, projects: [], versions } as const;
const facts: Facts = Object.assign(Object.create(null), {
	packaging: new Map(),
	projects: [],
	paths: new Map(),
	locks: new Map([['uv.lock', { ok: true, value: lock }]]),
});
const project = {
	path: '.',
	lockRoot: '.',
	kinds: ['service'],
	manifests: ['pyproject.toml'],
	declared: true,
} as const;

const planWith = (answers: Readonly<Record<string, string>>, text = manifest): Planned =>
	pinRequirements.plan({
		facts,
		project: Object.assign(Object.create(null), project),
		findings: [],
		texts: new Map([['pyproject.toml', text]]),
		answers,
		engines: createEngines([]),
	});

const pinnedText = (text: string): string => {
	const planned = planWith({ pin: 'yes' }, text);
	const [edit] = planned.outcome === 'execution' ? planned.edits : [];
	if (edit?.kind !== 'splice') throw new Error('nothing was planned');
	return applySplices(text, edit.splices);
};

test('each requirement takes its locked version, and keeps extras, markers, quotes and comments', () => {
	expect(pinnedText(manifest)).toBe(
		manifest
			.replace('httpx[http2] >=0.28,<1 ;', 'httpx[http2]==0.28.1 ;')
			.replace("'boto3'", "'boto3==1.40.3'"),
	);
});

test('uv writes the lock again in the same commit', () => {
	expect(planWith({ pin: 'yes' })).toMatchObject({
		outcome: 'execution',
		outputs: ['uv.lock'],
		commands: [['uv', 'lock', '--offline', '--no-build'], expect.anything()],
	});
});

test('a second run plans nothing', () => {
	expect(planWith({ pin: 'yes' }, pinnedText(manifest))).toMatchObject({
		outcome: 'declined',
		reason: expect.stringContaining('no single version'),
	});
});

test('without a yes it is left to the lock', () => {
	expect(planWith({ pin: 'no' })).toMatchObject({ outcome: 'declined' });
	expect(planWith({})).toMatchObject({ outcome: 'declined' });
});
