import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { fixers } from '../../fixers/index.ts';
import { failureOf } from '../../source/cli/errors.ts';
import { messageOf } from '../../source/core/errors.ts';
import type { Planned } from '../../source/core/fixer.ts';
import { memoryTree } from '../../source/core/tree.ts';
import type { FileChange, FileMode, Tree } from '../../source/core/tree.ts';
import { localAnalyst } from './local-analyst.ts';
import { storeCache } from '../../source/engine/file-cache.ts';
import { memoryBranch } from '../../source/engine/memory-branch.ts';
import { createWorkbench } from '../../source/engine/workbench.ts';
import { practices } from '../../source/practices/index.ts';
import { githubReport } from '../../source/report/github.ts';
import { htmlReport } from '../../source/report/html.ts';
import { jsonReport } from '../../source/report/json.ts';
import { junitReport } from '../../source/report/junit.ts';
import { markdownReport } from '../../source/report/markdown.ts';
import { sarifReport } from '../../source/report/sarif.ts';
import { textReport } from '../../source/report/text.ts';
import { fakeSecrets } from '../fake-secrets.ts';
import { localPool } from './local-pool.ts';

// Hundreds of keys are planted where gatherers, reports, previews and plans read. A piece of one that comes out, and
// that is not the form of its kind, has leaked.

const all = Object.keys(fakeSecrets);
/** Kinds that only the name beside them gives away. */
const named = new Set(['password', 'hex', 'aws-secret-key']);

interface Planted {
	readonly files: ReadonlyMap<string, string>;
	readonly secrets: readonly string[];
}

const plant = (from: number): Planted => {
	const secrets: string[] = [];
	let seed = from;
	const key = (kind: string): string => {
		const secret = fakeSecrets[kind]?.(seed++) ?? '';
		secrets.push(secret);
		return secret;
	};
	const oneLine = all.filter(kind => kind !== 'private-key');
	const provided = oneLine.filter(kind => !named.has(kind));
	const lines = (line: (kind: string, at: number) => string, kinds = oneLine): string =>
		kinds.map(line).join('\n');
	const name = (kind: string, at: number): string => (named.has(kind) ? `SECRET_KEY_${at}` : `VALUE_${at}`);
	const files = new Map<string, string>([
		['src/app/settings.py', lines((kind, at) => `${name(kind, at)} = "${key(kind)}"`)],
		['src/app/prints.py', lines(kind => `print("${key(kind)}")`, provided)],
		[
			'src/app/calls.py',
			`import logging\nimport pickle\nimport requests\nimport yaml\n\nlog = logging.getLogger()\n\n\ndef call(event, context):\n${lines(
				kind =>
					`    log.info("sent %s", "${key(kind)}")\n    requests.get("https://x.internal/${key(kind).replaceAll('"', '')}", verify=False)\n    pickle.loads("${key(kind)}")\n    yaml.load("${key(kind)}")`,
				provided,
			)}\n    assert context\n`,
		],
		['src/app/key.py', `KEY = """${key('private-key')}"""\nimport os\nX=1\n`],
		['src/app/broken.py', lines(kind => `x = = "${key(kind)}"`, provided)],
		[
			'tests/test_settings.py',
			lines(
				(kind, at) =>
					`def test_${at}():\n    password = "${key(kind)}"\n    assert password == "${key(kind)}"\n`,
				[...provided],
			),
		],
		[
			'pyproject.toml',
			`[project]\nname = "orders"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["requests", "pyyaml"]\n\n[tool.orders]\n${lines((kind, at) => `${name(kind, at).toLowerCase()} = "${key(kind)}"`)}\n\n[tool.pytest.ini_options]\naddopts = "-q --token=${key('github')}"\n`,
		],
		['setup.cfg', `[orders]\n${lines((kind, at) => `${name(kind, at)} = ${key(kind)}`)}\n`],
		[
			'tox.ini',
			`[testenv]\nsetenv =\n${lines((kind, at) => `    ${name(kind, at)}=${key(kind)}`)}\ncommands = pytest\n`,
		],
		['requirements.txt', `--index-url ${key('url')}\nrequests\npkg @ git+${key('url')}/a.git\n`],
		['.envrc', lines((kind, at) => `export ${name(kind, at)}=${key(kind)}`)],
		['.env', lines((kind, at) => `${name(kind, at)}=${key(kind)}`)],
		[
			'Dockerfile',
			`FROM python:3.9\n${lines((kind, at) => `ENV ${name(kind, at)}=${key(kind)}`)}\nRUN pip install -i ${key('url')} requests\n`,
		],
		['Makefile', `test:\n\tpytest --token=${key('github')}\n`],
		[
			'.github/workflows/ci.yml',
			`on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n${lines((kind, at) => `      ${name(kind, at)}: "${key(kind)}"`)}\n    steps:\n      - uses: actions/checkout@v5\n      - run: ruff check . --token=${key('github')} || true\n      - run: curl -H "Authorization: Bearer ${key('jwt')}" https://x.internal\n      - run: pip install -r requirements.txt -i ${key('url')}\n      - run: make test\n`,
		],
		[
			'template.yaml',
			`Transform: AWS::Serverless-2016-10-31\nParameters:\n  DbPassword:\n    Type: String\n    Default: ${key('password')}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.9\n      Handler: app.calls.call\n      CodeUri: src\n      Environment:\n        Variables:\n${lines((kind, at) => `          ${name(kind, at)}: "${key(kind)}"`)}\n`,
		],
		['deploy.pem', `${key('private-key')}\n`],
		['config/app.yaml', lines((kind, at) => `${name(kind, at)}: "${key(kind)}"`)],
		[
			'config/app.json',
			JSON.stringify(Object.fromEntries(oneLine.map((kind, at) => [name(kind, at), key(kind)])), null, 1),
		],
		[
			'README.md',
			`pip install -i ${key('url')} orders\n\n${lines((kind, at) => `    export ${name(kind, at)}=${key(kind)}`)}\n`,
		],
		[
			'.pre-commit-config.yaml',
			`repos:\n  - repo: local\n    hooks:\n      - id: a\n        name: a\n        entry: a --token=${key('github')}\n        language: system\n`,
		],
	]);
	return { files, secrets };
};

const pool = localPool();

/** All that leaves the program, apart from the edits themselves. */
const saidOf = async ({ files }: Planted): Promise<string> => {
	const said: string[] = [];
	const tree = memoryTree(
		new Map([...files].map(([path, text]) => [path, new Uint8Array(Buffer.from(text))])),
		new Map<string, FileMode>(),
	);
	const analyse = localAnalyst('orders', { pool });
	const analysis = await analyse(tree, { commit: 'base', dirty: false }, new Map(), () => {});
	const { report, facts, cache } = analysis;
	said.push(Buffer.from(storeCache(cache, 'x')).toString('latin1'), JSON.stringify([...cache], withMaps));
	said.push(Buffer.from(serialize({ ...facts })).toString('latin1'), JSON.stringify({ ...facts }, withMaps));
	said.push(
		jsonReport(report),
		sarifReport(report, practices),
		junitReport(report, { failsOnWarn: true }),
		markdownReport(report, { name: 'orders' }),
		githubReport(report),
		htmlReport(report, { name: 'orders', practices }),
		textReport(report, { name: 'orders', colour: false, findings: 9999 }),
	);

	const diffOf = async (before: Tree, changes: readonly FileChange[]): Promise<string> => {
		const parts: string[] = ['diff --git a/x b/x'];
		for (const { path, bytes } of changes) {
			for await (const read of before.read(before.files.has(path) ? [path] : []))
				if ('bytes' in read) parts.push(Buffer.from(read.bytes).toString().replaceAll(/^/gm, '-'));
			parts.push(
				Buffer.from(bytes ?? [])
					.toString()
					.replaceAll(/^/gm, '+'),
			);
		}
		return parts.join('\n');
	};
	const branch = memoryBranch({ commit: 'base', tree, name: 'b' }, diffOf);
	const bench = createWorkbench({
		target: {
			name: 'orders',
			root: '/orders',
			branch: 'main',
			commit: 'base',
			dirty: [],
			fixes: { branch: 'b' },
			banners: [],
		},
		pool: {
			...pool,
			async ask(request) {
				const reply = await pool.ask(request);
				if (reply.kind === 'planned') said.push(JSON.stringify(wordsOf(reply.planned)));
				else if (reply.kind === 'questions' || reply.kind === 'verified') said.push(JSON.stringify(reply));
				return reply;
			},
		},
		analyse,
		fixers,
		execute: null,
		branch: {
			...branch,
			commit: async made => (said.push(JSON.stringify([made.message, made.record])), branch.commit(made)),
		},
		base: tree,
		tryOut: () => Promise.resolve([]),
		cache: new Map(),
		today: '2026-11-22',
		user: 'Ada',
		keep: async () => {},
		dispose: async () => {},
	});
	await bench.audit(() => {});
	for (const [path, text] of files) {
		for (let line = 1; line <= text.split('\n').length; line += 4)
			said.push(JSON.stringify(await bench.excerpt(path, line, 3)));
	}
	const offered = new Map(
		report.sections
			.flatMap(section => section.practices.flatMap(({ checks }) => checks))
			.flatMap(check =>
				check.findings.flatMap(({ fix }) =>
					fix
						? [
								[
									`${fix.fixer}\0${check.id}\0${check.project}`,
									{ fixer: fix.fixer, check: check.id, project: check.project },
								] as const,
							]
						: [],
				),
			),
	);
	expect(offered.size).toBeGreaterThan(10);
	for (const target of offered.values()) {
		const questions = await bench.questions(target);
		const answers = Object.fromEntries(questions.map(({ id, fallback }) => [id, fallback]));
		said.push(JSON.stringify(await bench.propose(target, answers)));
	}
	for (const text of files.values()) {
		const thrown = new Error(`cannot read ${text}`);
		said.push(messageOf(thrown), failureOf(thrown, { debug: true }).lines.join('\n'));
	}
	return said.join('\n');
};

const withMaps = (_: string, value: unknown): unknown =>
	value instanceof Map ? [...value] : value instanceof Set ? [...value] : value;

const wordsOf = (planned: Planned): unknown =>
	planned.outcome === 'plan' ? { ...planned, edits: [] } : planned;

/** Shorter than this, a piece is in any text by chance. */
const widthOf = (piece: string): number => (/^[0-9a-f]+$/i.test(piece) ? 10 : 6);

test('no piece of a planted secret comes out, wherever one stood', async () => {
	const one = plant(1);
	// What keys of other numbers have too is their form.
	const forms = plant(100_001).secrets.join('\n');
	expect(one.secrets.length).toBeGreaterThan(400);
	const said = await saidOf(one);
	const pieces = new Map<string, string>();
	for (const secret of one.secrets) {
		for (let at = 0; at + 6 <= secret.length; at++) {
			const piece = secret.slice(at, at + widthOf(secret.slice(at, at + 6)));
			if (piece.length >= widthOf(piece) && !forms.includes(piece)) pieces.set(piece, secret);
		}
	}
	const leaked = new Set<string>();
	for (let at = 0; at < said.length; at++) {
		for (const width of [6, 10]) {
			const piece = said.slice(at, at + width);
			const secret = pieces.get(piece);
			if (secret !== undefined) leaked.add(`${secret} ${piece}`);
		}
	}
	const shown = [...new Set([...leaked].map(each => each.split(' ')[0] ?? ''))];
	const places = shown.slice(0, 12).map(secret => {
		const [path] = [...one.files].find(([, text]) => text.includes(secret)) ?? [''];
		const piece =
			[...leaked]
				.find(each => each.startsWith(`${secret} `))
				?.split(' ')
				.at(-1) ?? '';
		const at = said.indexOf(piece);
		return [path, secret.slice(0, 60), said.slice(Math.max(0, at - 200), at + 60)];
	});
	expect(places).toEqual([]);
}, 120_000);
