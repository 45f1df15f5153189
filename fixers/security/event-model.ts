import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Handler, IntakeField } from '../../source/core/facts/handlers.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { standingOf } from '../../source/core/locked-versions.ts';
import { folderOf } from '../../source/core/folders.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { readIntake } from '../../source/edit/python/event-intake.ts';
import { importName, removeImportedNames } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { partsOf, startOf } from '../../source/edit/python/nodes.ts';
import { topLevelParts, undecorated } from '../../source/edit/python/top-level.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { beginsLine, chain, lineStart, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { isDeployedWith } from '../logging/deployed-list.ts';
import { runtimeListFor } from '../logging/runtime-dependency.ts';
import { fieldName, modelName, modelText } from './event-model-text.ts';

// https://docs.pydantic.dev/latest/concepts/models/

const types = ['Any', 'str', 'int', 'float', 'bool', 'list', 'dict'] as const;
const mostFields = 8;

type Needed = Pick<
	Facts,
	'handlers' | 'files' | 'toml' | 'requirements' | 'packaging' | 'locks' | 'functions' | 'templates'
>;

interface Target {
	readonly path: string;
	readonly handler: Handler;
	readonly from: string;
	readonly fields: readonly IntakeField[];
}

const isOpen = ({ level, key }: Finding): boolean => level === 'warn' && key?.startsWith('input ') === true;

const listOf = (path: string, facts: Needed, project: Project) =>
	runtimeListFor(path, 'pydantic', '2', facts, project);

const declares = (facts: Needed, project: Project): boolean =>
	facts.packaging
		.get(project.path)
		?.requirements.some(({ name, isRuntime }) => isRuntime && name === 'pydantic') === true;

/** The list is that of a CDK application, and the handler has none beside it: what a bundle or a layer holds is not known. */
const isForSynthesis = (path: string, facts: Needed, project: Project): boolean => {
	const list = listOf(path, facts, project);
	const isCdk = facts.packaging
		.get(project.path)
		?.requirements.some(({ name }) => name === 'aws-cdk-lib' || name === 'aws-cdk-core');
	return isCdk === true && (list === null || folderOf(list.path) !== folderOf(path));
};

/** The lock, or else what asks for it, leaves no room for pydantic 2. */
const isOld = (facts: Needed, project: Project): boolean =>
	standingOf('pydantic', [2, 0], project, facts) === 'below' ||
	facts.packaging
		.get(project.path)
		?.requirements.some(
			({ name, source }) => name === 'pydantic' && /(?:==|~=|\^|~|["'])\s*1(?:\.|\b)|<\s*2/.test(source),
		) === true;

/** Why no model can be written for a handler; else the handler. */
const targetOf = (finding: Finding, facts: Needed, project: Project): Target | string => {
	const parsed = facts.handlers.get(finding.at.path);
	const name = finding.key?.slice('input '.length);
	const handler = parsed?.ok ? parsed.value.handlers.find(each => each.name === name) : undefined;
	if (!handler) return 'the handler is not there any more';
	const { intake } = handler;
	if (intake.outcome === 'open') return `\`${handler.name}\`: ${intake.reason}`;
	if (intake.fields.length > mostFields) return `\`${handler.name}\` takes more than ${mostFields} values`;
	const { path } = finding.at;
	const list = listOf(path, facts, project);
	if (isForSynthesis(path, facts, project))
		return 'what the CDK application asks for is not deployed with its functions';
	if (!declares(facts, project) && (list === null || !isDeployedWith(list.path, path, facts)))
		return 'no list of dependencies is known that `pydantic` could join';
	return { path, handler, from: intake.from, fields: intake.fields };
};

const targetsIn = (findings: readonly Finding[], facts: Needed, project: Project): readonly Target[] =>
	findings.filter(isOpen).flatMap(finding => {
		const target = targetOf(finding, facts, project);
		return typeof target === 'string' ? [] : [target];
	});

const handlerId = ({ path, handler }: Target): string => `${path}:${handler.name}`;
const typeId = (key: string): string => `type-of-${fieldName(key)?.replaceAll('_', '-') ?? key}`;

const chosenOf = (targets: readonly Target[], answer: string | undefined): Target | undefined =>
	targets.find(each => handlerId(each) === answer) ?? targets[0];

const typeQuestions = (targets: readonly Target[]): readonly Question[] => {
	const keys = new Set(targets.flatMap(({ fields }) => fields.map(({ key }) => key)));
	return [...keys].map(key => {
		const having = targets.filter(({ fields }) => fields.some(field => field.key === key));
		return {
			id: typeId(key),
			prompt: `What is \`${key}\`?`,
			explanation: 'Events with another value are refused. `Any` asks only that it is there.',
			kind: { type: 'choice', choices: types.map(type => ({ value: type, label: type })) },
			fallback: 'Any',
			...(having.length < targets.length
				? { onlyIf: { id: 'handler', answers: having.map(handlerId) } }
				: {}),
		};
	});
};

const definitionOf = (root: SgNode, name: string): SgNode | null =>
	partsOf(root).find(node => {
		const definition = undecorated(node);
		return definition.kind() === 'function_definition' && definition.field('name')?.text() === name;
	}) ?? null;

/** Takes `import json` away where nothing uses it any longer. */
const withoutJson = (text: string, root: SgNode): EditResult => {
	const names = namesIn(root);
	const item = names.imports.find(
		({ module, name, local }) => module === 'json' && name === null && local === 'json',
	);
	const uses = root.findAll({ rule: { kind: 'identifier', regex: '^json$' } });
	if (!item || uses.some(node => node.parent()?.kind() !== 'dotted_name')) return spliced([]);
	const items = names.imports.filter(({ statement }) => statement.id() === item.statement.id());
	const result = removeImportedNames(text, item.statement, items, [item]);
	return result.outcome === 'declined' ? spliced([]) : result;
};

/** Two blank lines between the imports and the class, where the module had neither. */
const withSpace =
	(model: string) =>
	(text: string): EditResult => {
		const at = text.indexOf(`class ${model}(`);
		const isClose = /(?:^|\n)(?:from|import)\b[^\n]*\n\r?\n$/.test(text.slice(0, at));
		return spliced(isClose ? [{ start: at, end: at, text: eolOf(text) }] : []);
	};

export default defineFixer({
	id: 'event-model',
	title: 'Describe what a handler takes with a model',
	checks: ['input-validation/lambda-input'],
	safety: 'guided',
	needs: ['handlers', 'files', 'toml', 'requirements', 'packaging', 'locks', 'functions', 'templates'],
	touches: ['**/*.py', '**/pyproject.toml', '**/*.{txt,in}'],
	after: ['powertools-adopt', 'secret-from-environment'],
	safetyNote:
		'One handler at a time, and only where all that it takes is taken by literal keys: its code reads the fields of a model ' +
		'instead. Events that lack a value, or have one of another type than was chosen, are refused before anything else is done.',
	takes: isOpen,
	isReady: (finding, { facts, project }) =>
		typeof targetOf(finding, facts, project) !== 'string' && !isOld(facts, project),
	questions({ findings, facts, project }) {
		const targets = targetsIn(findings, facts, project);
		const [first, second] = targets;
		if (!first) return [];
		const which: Question = {
			id: 'handler',
			prompt: 'Which handler gets a model?',
			explanation: 'Each gets a commit of its own, because each refuses events from then on.',
			kind: {
				type: 'choice',
				choices: targets.map(each => ({ value: handlerId(each), label: handlerId(each) })),
			},
			fallback: handlerId(first),
		};
		return [...(second ? [which] : []), ...typeQuestions(targets)];
	},
	reads({ findings, facts, project }) {
		return targetsIn(findings, facts, project).flatMap(({ path }) => {
			const list = listOf(path, facts, project);
			return [path, ...(list ? [list.path] : [])];
		});
	},
	plan({ findings, facts, project, texts, answers, engines }) {
		const target = chosenOf(targetsIn(findings, facts, project), answers['handler']);
		if (!target) {
			const finding = findings.find(isOpen);
			const reason = finding && targetOf(finding, facts, project);
			return declined(
				typeof reason === 'string' ? reason : 'the finding is not about what a handler takes by a key',
			);
		}
		if (isOld(facts, project))
			return declined('the project is held to pydantic 1, whose models are made otherwise');
		const { path, handler } = target;
		const text = texts.get(path);
		if (text === undefined) return declined(`\`${path}\` cannot be read`);
		const parse = (current: string): SgNode =>
			engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
		const root = parse(text);
		const whole = definitionOf(root, handler.name);
		const intake = whole && readIntake(undecorated(whole));
		if (!whole || !intake || intake.outcome === 'open')
			return declined('the handler is not what it was when it was looked at');
		const names = namesIn(root);
		const model = modelName(path, handler.name, intake.from);
		const identifiers = new Set(root.findAll({ rule: { kind: 'identifier' } }).map(node => node.text()));
		const variable = intake.bound?.name ?? ['parsed', 'parsed_event'].find(each => !identifiers.has(each));
		if (variable === undefined || identifiers.has(model) || names.origins.has(model))
			return declined(`\`${model}\` or \`parsed\` is something else in \`${path}\` already`);
		const fields = intake.fields.map(({ key, fallback }) => ({
			key,
			fallback,
			name: fieldName(key),
			type: answers[typeId(key)] ?? 'Any',
		}));
		const odd = fields.find(({ name }) => name === null);
		if (odd || new Set(fields.map(({ name }) => name)).size < fields.length)
			return declined(`\`${odd?.key ?? fields[0]?.key ?? ''}\` makes no name of a field`);
		const eol = eolOf(text);
		const own: Splice[] = intake.reads.map(({ key, node }) =>
			replaceNode(node, `${variable}.${fieldName(key) ?? key}`),
		);
		if (intake.bound) {
			const { value, isJson } = intake.bound;
			own.push(
				replaceNode(value, `${model}.${isJson ? 'model_validate_json' : 'model_validate'}(${intake.source})`),
			);
		} else {
			const { before } = intake;
			if (!before || !beginsLine(text, startOf(before)))
				return declined('the line that takes the first value holds more than that');
			const at = lineStart(text, startOf(before));
			const indent = text.slice(at, startOf(before));
			own.push({
				start: at,
				end: at,
				text: `${indent}${variable} = ${model}.model_validate(${intake.source})${eol}`,
			});
		}
		const head =
			topLevelParts(root, text)?.find(({ node }) => node.id() === whole.id())?.start ??
			lineStart(text, startOf(whole));
		own.push({ start: head, end: head, text: modelText(model, fields).join(eol) + eol + eol + eol });
		const imported =
			(module: string, name: string) =>
			(current: string): EditResult => {
				const tree = parse(current);
				const { code, edit } = importName(current, tree, namesIn(tree), module, name);
				return code === name || edit.outcome === 'declined'
					? edit
					: declined(`\`${name}\` has another name here`);
			};
		const result = chain(text, [
			() => spliced(own),
			imported('pydantic', 'BaseModel'),
			...(fields.some(({ key, name }) => key !== name) ? [imported('pydantic', 'Field')] : []),
			...(fields.some(({ type }) => type === 'Any') ? [imported('typing', 'Any')] : []),
			...(intake.bound?.isJson === true ? [(current: string) => withoutJson(current, parse(current))] : []),
			withSpace(model),
		]);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the model is there already');
		const edits: [Edit, ...Edit[]] = [{ kind: 'splice', path, splices: [first, ...rest] }];
		const list = declares(facts, project) ? null : listOf(path, facts, project);
		if (list) {
			const added = list.add(texts.get(list.path) ?? '');
			if (added.outcome === 'declined') return added;
			const [one, ...others] = added.splices;
			if (one) edits.push({ kind: 'splice', path: list.path, splices: [one, ...others] });
		}
		return {
			outcome: 'plan',
			area: 'input',
			summary: `describe what ${handler.name} takes with a model`,
			changed: [
				`\`${model}\` in \`${path}\` says what \`${handler.name}\` takes, and its code reads the fields.`,
				...(list ? [`\`${list.path}\` asks for \`pydantic\`.`] : []),
			],
			atRunTime:
				'An event that lacks one of the values, or has another type, raises `ValidationError` before anything else is done, ' +
				'also where the code would have returned before it took the value. Numbers in texts become numbers where one was asked for.',
			followUps: [
				'Run the tests: events in them may lack values that were not reached before',
				'Give the fields the types and bounds that the values have, and answer with 400 or a failed item where they do not fit',
			],
			edits,
			...(list ? { lockDirty: true } : {}),
		};
	},
});
