import type { SgNode } from '@ast-grep/napi';
import type { CiFile, Session, SessionStep } from '../../../core/facts/ci-files.ts';
import { positionAt } from '../../../core/text.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { argumentsOf, keywordValue } from '../../../edit/python/calls.ts';
import { briefly, partsOf, startOf } from '../../../edit/python/nodes.ts';

// https://nox.thea.codes/en/stable/config.html and https://docs.pyinvoke.org/en/stable/

/** A string's text; parts that are code stay as `${…}`. Null for what is no string. */
const textOf = (node: SgNode | null | undefined): string | null => {
	if (node?.kind() === 'concatenated_string') {
		const parts = partsOf(node).map(textOf);
		return parts.every(part => part !== null) ? parts.join('') : null;
	}
	if (node?.kind() !== 'string') return null;
	const match = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(node.text());
	if (!match) return null;
	const formatted = /f/i.test(match[1] ?? '');
	const text = formatted ? (match[3] ?? '').replace(/(?<!\{)\{([^{}]+)\}/g, '${$1}') : (match[3] ?? '');
	return /r/i.test(match[1] ?? '')
		? text
		: text
				.replace(/\\\r?\n/g, '')
				.replace(/\\n/g, '\n')
				.replace(/\\(["'])/g, '$1');
};

/** The words of the arguments: what is no literal is `$` and its text, arguments of the user are left out. */
const wordsOf = (call: SgNode): readonly string[] => {
	const list = call.field('arguments');
	if (!list) return [];
	return partsOf(list)
		.filter(part => part.kind() !== 'keyword_argument' && part.kind() !== 'dictionary_splat')
		.filter(part => !/posargs/.test(part.text()))
		.map(part => textOf(part) ?? `$${part.text().replace(/^\*/, '').replace(/\W+/g, '_')}`);
};

const softOf = (call: SgNode): string | null => {
	const { keywords } = argumentsOf(call);
	const codes = keywords.get('success_codes')?.text() ?? null;
	if (codes !== null && /[1-9]/.test(codes)) return briefly(codes);
	const warn = keywords.get('warn')?.text() ?? null;
	return warn !== null && warn.endsWith('True') ? briefly(warn) : null;
};

const stepOf = (
	file: SourceFile,
	call: SgNode,
	functions: ReadonlySet<string>,
	invoke: boolean,
): SessionStep | null => {
	const callee = call.field('function');
	const place = { ...positionAt(file.lineStarts, startOf(call)), text: briefly(call.text(), 200) };
	if (callee?.kind() === 'identifier') {
		return functions.has(callee.text()) ? { kind: 'call', name: callee.text(), line: place.line } : null;
	}
	if (callee?.kind() !== 'attribute') return null;
	const { positional } = argumentsOf(call);
	switch (callee.field('attribute')?.text() ?? '') {
		case 'run':
		case 'run_always':
		case 'run_install':
		case 'sudo': {
			const shell = textOf(positional[0]);
			const soft = softOf(call);
			return invoke && shell !== null
				? { kind: 'shell', shell, soft, ...place }
				: { kind: 'words', words: wordsOf(call), soft, ...place };
		}
		case 'chdir':
		case 'cd': {
			const folder = textOf(positional[0]);
			return { kind: 'folder', path: folder ?? '$' };
		}
		case 'notify': {
			const name = textOf(positional[0]);
			return name === null ? null : { kind: 'call', name, line: place.line };
		}
		default:
			return null;
	}
};

const isSession = /^@(?:nox(?:_\w+)?\.)?(?:nox_)?session\b/;
const isTask = /^@(?:invoke\.)?task\b/;

const nameOf = (decorators: readonly SgNode[], fallback: string, invoke: boolean): string => {
	for (const decorator of decorators) {
		const call = partsOf(decorator).find(part => part.kind() === 'call');
		const name = call ? textOf(keywordValue(call, 'name')) : null;
		if (name !== null) return name;
	}
	return invoke ? fallback.replaceAll('_', '-') : fallback;
};

/** Tasks that a task of invoke names as run before it. */
const before = (decorators: readonly SgNode[], line: number): readonly SessionStep[] =>
	decorators.flatMap(decorator => {
		const call = partsOf(decorator).find(part => part.kind() === 'call');
		if (!call) return [];
		const { positional, keywords } = argumentsOf(call);
		const listed = [...positional, keywords.get('pre')?.field('value') ?? null].filter(node => node !== null);
		return listed
			.flatMap(node => (node.kind() === 'list' ? partsOf(node) : [node]))
			.filter(node => node.kind() === 'identifier')
			.map(node => ({ kind: 'call' as const, name: node.text(), line }));
	});

/** The sessions of a `noxfile.py`, or the tasks of a `tasks.py`. */
export const readSessions = (file: SourceFile, root: SgNode): CiFile => {
	const invoke = !/\bnox\b/.test(file.text);
	const definitions = partsOf(root).flatMap(node => {
		const definition = node.kind() === 'decorated_definition' ? node.field('definition') : node;
		if (definition?.kind() !== 'function_definition') return [];
		const decorators = node === definition ? [] : partsOf(node).filter(part => part.kind() === 'decorator');
		return [{ definition, decorators, id: definition.field('name')?.text() ?? '' }];
	});
	const functions = new Set(definitions.map(({ id }) => id));
	const sessions = definitions.flatMap(({ definition, decorators, id }): readonly Session[] => {
		const started = decorators.some(decorator => (invoke ? isTask : isSession).test(decorator.text()));
		const { line } = positionAt(file.lineStarts, startOf(definition));
		const steps = definition
			.findAll({ rule: { kind: 'call' } })
			.toSorted((a, b) => startOf(a) - startOf(b))
			.map(call => stepOf(file, call, functions, invoke))
			.filter(step => step !== null);
		const all = [...(invoke ? before(decorators, line) : []), ...steps];
		const name = started ? nameOf(decorators, id, invoke) : id;
		const session = { name, started, line, steps: all };
		return name === id ? [session] : [session, { ...session, name: id, started: false }];
	});
	const chosen = /\boptions\.sessions\s*=\s*[[(]([^\])]*)[\])]/.exec(file.text)?.[1];
	return {
		kind: 'sessions',
		sessions,
		chosen:
			chosen === undefined ? null : [...chosen.matchAll(/["']([^"']+)["']/g)].map(match => match[1] ?? ''),
	};
};

/** The commands of `ShellStep` and `CodeBuildStep` in pipelines of the AWS CDK. */
export const readShellSteps = (file: SourceFile, root: SgNode): CiFile | null => {
	const calls = root.findAll({
		rule: { kind: 'call', has: { field: 'function', regex: '(^|\\.)(?:ShellStep|CodeBuildStep)$' } },
	});
	const steps = calls.flatMap(call => {
		const { positional } = argumentsOf(call);
		const name = textOf(positional[0]) ?? '';
		return ['install_commands', 'commands'].flatMap(keyword => {
			const list = keywordValue(call, keyword);
			return (list?.kind() === 'list' ? partsOf(list) : []).flatMap(item => {
				const text = textOf(item);
				const { line, column } = positionAt(file.lineStarts, startOf(item));
				return text === null
					? []
					: [{ name, script: { text, parts: [{ at: 0, line, column: column + 1 }] }, soft: null }];
			});
		});
	});
	return steps.length === 0 ? null : { kind: 'steps', provider: 'cdk-pipelines', steps };
};
