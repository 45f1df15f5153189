import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { endOf, startOf } from '../../source/edit/python/nodes.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { usesOf } from '../../source/edit/python/uses.ts';
import { lineEnd } from '../../source/edit/text.ts';
import type { Engines } from '../../source/core/gather.ts';
import { defineFixer } from '../define.ts';

// https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/instrumentation/opentelemetry-instrumentation-botocore

const real = 'opentelemetry-instrumentation-botocore';
const wrong = /opentelemetry[-_.]instrumentation[-_.]boto3(?![-\w])/gi;
const isThere = /opentelemetry[-_.]instrumentation[-_.]botocore(?![-\w])/i;
const module = 'opentelemetry.instrumentation.boto3';
const realModule = 'opentelemetry.instrumentation.botocore';

type Outcome = { readonly splices: readonly Splice[] } | { readonly reason: string };

/** The name on the lines of a manifest that findings are about. */
const inManifest = (path: string, text: string, lines: readonly number[]): Outcome => {
	if (isThere.test(text)) return { reason: `\`${path}\` asks for \`${real}\` too: the wrong line can go` };
	const starts = lineStartsOf(text);
	const splices = lines.flatMap(line => {
		const start = starts[line - 1] ?? text.length;
		return [...text.slice(start, lineEnd(text, start)).matchAll(wrong)].map(found => ({
			start: start + found.index,
			end: start + found.index + found[0].length,
			text: real,
		}));
	});
	return { splices };
};

/** Imports of the module, and each use of what they bring. */
const inModule = (path: string, text: string, engines: Engines): Outcome => {
	const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
	const names = namesIn(root);
	const imports = names.imports.filter(each => each.module === module);
	if (names.imports.some(each => each.module === realModule))
		return { reason: `\`${path}\` imports \`${realModule}\` too` };
	if (imports.some(({ name }) => name !== 'Boto3Instrumentor'))
		return { reason: `\`${path}\` imports something else from \`${module}\`` };
	const splices: Splice[] = [];
	for (const { statement, item, local } of imports) {
		const from = statement.field('module_name');
		if (!from || from.text() !== module) return { reason: `the import in \`${path}\` is laid out unusually` };
		const name = item.kind() === 'aliased_import' ? item.field('name') : item;
		if (!name) continue;
		splices.push({ start: startOf(from), end: endOf(from), text: realModule });
		splices.push({ start: startOf(name), end: endOf(name), text: 'BotocoreInstrumentor' });
		if (local !== 'Boto3Instrumentor') continue;
		const identifiers = root.findAll({ rule: { kind: 'identifier', regex: '^Boto3Instrumentor$' } });
		const uses = usesOf(root, names, origin => origin === `${module}.Boto3Instrumentor`);
		const known = new Set([startOf(name), ...uses.map(({ node }) => startOf(node))]);
		if (identifiers.some(each => !known.has(startOf(each))))
			return { reason: `\`Boto3Instrumentor\` means something else in a part of \`${path}\`` };
		for (const { node } of uses) {
			const start = startOf(node);
			splices.push({ start, end: start + 'Boto3Instrumentor'.length, text: 'BotocoreInstrumentor' });
		}
	}
	const unique = new Map(splices.map(splice => [splice.start, splice]));
	return { splices: [...unique.values()].toSorted((a, b) => a.start - b.start) };
};

export default defineFixer({
	id: 'telemetry-names',
	title: 'Use the instrumentation of boto3 that exists',
	checks: ['telemetry/package-names'],
	safety: 'review',
	needs: [],
	touches: ['**/*.{toml,cfg,txt,in,py}', '**/Pipfile'],
	after: [],
	safetyNote:
		'The old name can neither be installed nor imported, so nothing that works depends on it; the instrumentation of botocore ' +
		'covers boto3.',
	perFile: true,
	takes: ({ message }) => /boto3` does not exist/.test(message),
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		let lockDirty = false;
		for (const [path, text] of texts) {
			const lines = findings.flatMap(({ at }) => (at.path === path ? [at.line ?? 0] : []));
			const imports = findings.some(
				({ at, message }) => at.path === path && message.includes('opentelemetry.instrumentation.'),
			);
			const outcome = imports ? inModule(path, text, engines) : inManifest(path, text, [...new Set(lines)]);
			if ('reason' in outcome) {
				reasons.push(outcome.reason);
				continue;
			}
			const [first, ...rest] = outcome.splices;
			if (!first) continue;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
			lockDirty ||= !imports;
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reasons[0] ?? 'the name is not written out where it was found');
		return {
			outcome: 'plan',
			area: 'telemetry',
			summary: 'use the instrumentation of boto3 that exists',
			changed: [
				`\`opentelemetry-instrumentation-boto3\` became \`${real}\`.`,
				...(reasons.length === 0 ? [] : [`Left as it is: ${reasons.join('; ')}.`]),
			],
			atRunTime: 'What could not be installed or imported can be now, and calls of the AWS SDK leave spans.',
			followUps: [],
			edits: [first, ...rest],
			...(lockDirty ? { lockDirty } : {}),
		};
	},
});
