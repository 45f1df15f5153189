import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isList, isTable } from '../source/core/data.ts';
import type { Data } from '../source/core/facts/config.ts';
import { longFormOf, readYaml } from '../source/edit/yaml.ts';

// What AWS Control Tower's rules say of templates before and after our fixes, as an outside opinion. The rules and the
// program come with the npm package @cdklabs/cdk-validator-cfnguard (Apache-2.0). It is no dependency: it weighs 36 MB
// and wants all of aws-cdk-lib beside it. Unpack it with `npm pack`, then:
//
//   tsx bench/guard.ts PACKAGE                  the fixtures of our fixers
//   tsx bench/guard.ts PACKAGE BEFORE AFTER     two trees, such as a checkout of a repository and of its fixes

/** Our check, and the rule about the same property. */
const twins: readonly (readonly [check: string, rule: string])[] = [
	['s3-buckets/public', 's3/ct-s3-pr-1'],
	['s3-buckets/versioning', 's3/ct-s3-pr-11'],
	['s3-buckets/versioning', 's3/ct-s3-pr-3'],
	['s3-buckets/tls-policy', 's3/ct-s3-pr-8'],
	['message-queues/dead-letters', 'sqs/ct-sqs-pr-1'],
	['key-management/rotation', 'keymanagementservice/ct-kms-pr-1'],
];

const [folder, before, after] = process.argv.slice(2);
if (folder === undefined || (before === undefined) !== (after === undefined)) {
	console.error('usage: tsx bench/guard.ts PACKAGE [BEFORE AFTER]');
	process.exit(2);
}

const system = process.platform === 'darwin' ? 'macos' : 'ubuntu';
const guard = join(folder, 'bin', system, process.arch === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');

type Opinion = 'passes' | 'fails' | 'unread';

const scratch = mkdtempSync(join(tmpdir(), 'guard-'));

/** The rules look for `Fn::Join` of an ARN, which is what CDK writes; `${Bucket.Arn}/*` is the same. */
const joined = (value: Data): Data => {
	if (isList(value)) return value.map(joined);
	if (!isTable(value)) return value;
	const { 'Fn::Sub': text } = value;
	const [, id, rest] = /^\$\{(\w+)\.Arn\}(\/.*)$/.exec(typeof text === 'string' ? text : '') ?? [];
	return id === undefined || rest === undefined
		? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, joined(inner)]))
		: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, rest]] };
};

/** The program reads `!GetAtt A.Arn` as a text: it gets the long form. */
const longFormAt = (template: string): string | null => {
	const yaml = readYaml(readFileSync(template, 'utf8'));
	if (!yaml.ok) return null;
	const path = join(scratch, 'template.json');
	writeFileSync(path, JSON.stringify(joined(longFormOf(yaml.yaml))));
	return path;
};

const ask = (rule: string, written: string): Opinion => {
	const template = longFormAt(written);
	if (template === null) return 'unread';
	const rules = join(folder, 'rules/control-tower/cfn-guard', `${rule}.guard`);
	const { status } = spawnSync(guard, ['validate', '-r', rules, '-d', template], { encoding: 'utf8' });
	return status === 0 ? 'passes' : status === 19 ? 'fails' : 'unread';
};

const templatesIn = (root: string): readonly string[] =>
	readdirSync(root, { recursive: true, withFileTypes: true })
		.filter(entry => entry.isFile() && /\.(?:ya?ml|json|template)$/.test(entry.name))
		.map(entry => relative(root, join(entry.parentPath, entry.name)))
		.filter(path => !path.startsWith('.git/') && !/(?:^|\/)serverless\.ya?ml$/.test(path))
		.toSorted();

/** Templates that are in both trees and differ. */
const changedIn = (from: string, to: string): readonly string[] =>
	templatesIn(to).filter(
		path =>
			existsSync(join(from, path)) &&
			!readFileSync(join(from, path)).equals(readFileSync(join(to, path))) &&
			/^\s*["']?Resources["']?\s*:/m.test(readFileSync(join(to, path), 'utf8')),
	);

interface Pair {
	readonly from: string;
	readonly to: string;
	readonly rules: readonly string[];
}

const fixtures = fileURLToPath(new URL('../fixtures/practices', import.meta.url));

const pairs: readonly Pair[] =
	before !== undefined && after !== undefined
		? [{ from: before, to: after, rules: twins.map(([, rule]) => rule) }]
		: [...new Set(twins.map(([check]) => check))].flatMap(check =>
				readdirSync(join(fixtures, check)).flatMap(name => {
					const at = join(fixtures, check, name);
					const rules = twins.filter(([own]) => own === check).map(([, rule]) => rule);
					return existsSync(join(at, 'after'))
						? [{ from: join(at, 'before'), to: join(at, 'after'), rules }]
						: [];
				}),
			);

const started = performance.now();
const counts = new Map<string, number>();
let disputed = 0;
for (const { from, to, rules } of pairs) {
	for (const path of changedIn(from, to)) {
		for (const rule of rules) {
			const was = ask(rule, join(from, path));
			const is = ask(rule, join(to, path));
			const key = `${rule}: ${was} before, ${is} after`;
			counts.set(key, (counts.get(key) ?? 0) + 1);
			// A rule that failed before may go on to fail for resources that nothing was done about.
			if (is === 'fails' && (was === 'passes' || before === undefined)) {
				disputed++;
				console.log(`${is}: ${rule} ${relative(process.cwd(), join(to, path))}`);
			}
		}
	}
}
for (const [key, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
	console.log(`${count}\t${key}`);
console.log(`${disputed} disputed, ${Math.round(performance.now() - started)} ms`);
rmSync(scratch, { recursive: true });
if (disputed > 0) process.exitCode = 1;
