import type { SgNode } from '@ast-grep/napi';
import type { CdkConstruct, CdkModule, CdkValue } from '../../core/facts/cdk.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { onlyAssignment } from '../../edit/python/assignments.ts';
import { argumentsOf } from '../../edit/python/calls.ts';
import { namesIn, originsOf } from '../../edit/python/names.ts';
import { placeOf } from '../../edit/python/nodes.ts';
import { acceptedIn, mentionsPermissions, permissionsIn } from './cdk-permissions.ts';

// https://docs.aws.amazon.com/cdk/api/v2/python/

const constructs: readonly (readonly [RegExp, CdkConstruct['kind']])[] = [
	[
		/^aws_cdk\.aws_lambda(?:_python(?:_alpha)?)?\.(?:Function|DockerImageFunction|PythonFunction)$/,
		'function',
	],
	[/^aws_cdk\.aws_s3\.Bucket$/, 'bucket'],
	[/^aws_cdk\.aws_sqs\.Queue$/, 'queue'],
];

const secondsIn: Readonly<Record<string, number>> = {
	millis: 0.001,
	seconds: 1,
	minutes: 60,
	hours: 3600,
	days: 86_400,
};

const integerOf = (node: SgNode | null | undefined): number | null =>
	node?.kind() === 'integer' && /^[\d_]+$/.test(node.text()) ? Number(node.text().replaceAll('_', '')) : null;

const durationOf = (node: SgNode): number | null => {
	const unit = /\bDuration\.(\w+)$/.exec(node.field('function')?.text() ?? '')?.[1];
	const factor = unit === undefined ? undefined : secondsIn[unit];
	const { positional, keywords } = argumentsOf(node);
	const amount = positional.length === 1 && keywords.size === 0 ? integerOf(positional[0]) : null;
	return factor === undefined || amount === null ? null : amount * factor;
};

const valueOf = (node: SgNode | null, root: SgNode): CdkValue => {
	const direct = literalValue(node);
	if (direct.state === 'known' || !node) return direct;
	return literalValue(onlyAssignment(node.text(), root));
};

const literalValue = (node: SgNode | null): CdkValue => {
	const text = node?.text() ?? '';
	const number = integerOf(node);
	if (number !== null) return { state: 'known', value: number };
	switch (String(node?.kind())) {
		case 'true':
		case 'false':
			return { state: 'known', value: text === 'True' };
		case 'call': {
			const seconds = node ? durationOf(node) : null;
			return seconds === null ? { state: 'unknown' } : { state: 'known', value: seconds };
		}
		case 'attribute': {
			// A member of an enumeration, such as `Runtime.PYTHON_3_13`.
			const member = /\b[A-Z]\w*\.([A-Z][A-Z0-9_]*)$/.exec(text)?.[1];
			return member === undefined ? { state: 'unknown' } : { state: 'known', value: member };
		}
		default:
			return { state: 'unknown' };
	}
};

/** What the code calls a construct: `f"index-{stage}"` is `index-{stage}`. */
const idOf = (node: SgNode | null | undefined, type: string): string => {
	const text = node?.text() ?? '';
	const literal = /^f?(["'])([^"'\\`]+)\1$/i.exec(text);
	const named = /^(?:\w+\.)*(\w+)$/.exec(text);
	return literal?.[2] ?? named?.[1] ?? type;
};

const speaksOfFailures = /dlq|dead[-_ ]?letter/i;

/** Names that the file hands on as the place for failures: `DeadLetterQueue(queue=dlq)`, `SqsDlq(dlq)`. */
const failureTargetsIn = (root: SgNode): ReadonlySet<string> => {
	const handed = root
		.findAll({
			rule: {
				kind: 'call',
				has: { field: 'function', regex: '(?:^|\\.)(?:DeadLetterQueue|SqsDlq|SqsDestination)$' },
			},
		})
		.flatMap(call => {
			const { positional, keywords } = argumentsOf(call);
			return [...positional, keywords.get('queue')?.field('value')];
		});
	const named = root
		.findAll({ rule: { kind: 'keyword_argument', has: { field: 'name', regex: '^dead_letter_queue$' } } })
		.map(node => node.field('value'));
	return new Set([...handed, ...named].flatMap(node => (node ? [node.text()] : [])));
};

/** What a construct is assigned to: `dlq`, `self.dlq`. */
const targetOf = (call: SgNode): string | null => {
	const parent = call.parent();
	return parent?.kind() === 'assignment' ? (parent.field('left')?.text() ?? null) : null;
};

const constructOf = (
	file: SourceFile,
	root: SgNode,
	call: SgNode,
	origin: string,
	kind: CdkConstruct['kind'],
	failureTargets: ReadonlySet<string>,
): CdkConstruct => {
	const callee = call.field('function') ?? call;
	const type = origin.slice(origin.lastIndexOf('.') + 1);
	const { positional, keywords, kwargs } = argumentsOf(call);
	const { line, column, endLine, endColumn } = placeOf(file.path, file.lineStarts, callee);
	const target = targetOf(call);
	const queueName = keywords.get('queue_name')?.field('value')?.text() ?? '';
	const id = idOf(positional[1] ?? keywords.get('id')?.field('value'), type);
	return {
		kind,
		id,
		type,
		line,
		column,
		endLine,
		endColumn,
		values: Object.fromEntries(
			[...keywords].map(([name, node]) => [name, valueOf(node.field('value'), root)]),
		),
		open: kwargs,
		takesFailures:
			kind === 'queue' &&
			([id, queueName, target ?? ''].some(text => speaksOfFailures.test(text)) ||
				(target !== null && failureTargets.has(target))),
	};
};

export default defineFileGatherer({
	fact: 'cdk',
	version: 4,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): CdkModule | null {
		if (
			!file.text.includes('aws_cdk') ||
			!(
				/\b(?:Function|PythonFunction|DockerImageFunction|Bucket|Queue)\(/.test(file.text) ||
				mentionsPermissions.test(file.text)
			)
		) {
			return null;
		}
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const names = namesIn(root);
		const failureTargets = failureTargetsIn(root);
		const found = root.findAll({ rule: { kind: 'call' } }).flatMap(call => {
			const callee = call.field('function');
			const origins = callee ? originsOf(callee, names) : [];
			for (const origin of origins) {
				const kind = constructs.find(([pattern]) => pattern.test(origin))?.[1];
				if (kind !== undefined) return [constructOf(file, root, call, origin, kind, failureTargets)];
			}
			return [];
		});
		const permissions = permissionsIn(file, root, names);
		const accepted = acceptedIn(file.text);
		return found.length + permissions.length + accepted.length === 0
			? null
			: { constructs: found, permissions, accepted };
	},
});
