import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import type { FixerGround } from '../../source/core/fixer.ts';
import { folderOf, fromFolder, isBelow } from '../../source/core/folders.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { rootOf } from '../../source/core/template/judge.ts';
import type { Edit } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import { importsCalled, moduleName } from '../importing-tests.ts';
import { nameInManifest } from '../project-name.ts';
import { adoptLogger } from './adopt-logger.ts';
import type { AdoptFacts, Adoptable } from './adoptable.ts';
import { handlersToAdopt, isAdoptable } from './adoptable.ts';
import { listed } from './plan-templates.ts';

// https://docs.aws.amazon.com/powertools/python/latest/core/logger/

type Read = AdoptFacts & Pick<Facts, 'modules'>;

const variable = 'POWERTOOLS_SERVICE_NAME';

/** The template of the project's handlers gives the service its name. */
const isNamedByTemplate = (facts: Read, project: Project): boolean => {
	const handlers = new Set(filesIn(facts.handlers, facts, project).map(({ path }) => path));
	return facts.functions.functions.some(
		({ handlerFile, template }) =>
			handlerFile !== null &&
			handlers.has(handlerFile) &&
			JSON.stringify(rootOf(facts, template)).includes(variable),
	);
};

const isName = (text: string): boolean => /^[\w.-]{1,64}$/.test(text);

const kebab = (text: string): string =>
	text
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
		.replaceAll(/[^\w.-]+/g, '-')
		.toLowerCase();

const isTelling = (name: string): boolean =>
	isName(name) && !/^(?:\.|src|app|lambda|code|functions?|infra|templates?|sam)$/.test(name);

/** The manifest's name, else that of the folder of the project or of its template. */
const ownName = ({ facts, project }: FixerGround<'toml' | 'functions' | 'handlers' | 'files'>): string => {
	const handlers = new Set(filesIn(facts.handlers, facts, project).map(({ path }) => path));
	const template = facts.functions.functions.find(({ handlerFile }) => handlers.has(handlerFile ?? ''));
	const folders = [project.path, folderOf(template?.template ?? project.path)].map(folder =>
		kebab(folder.replace(/^.*\//, '')),
	);
	return [nameInManifest({ facts, project }) ?? '.', ...folders].find(isTelling) ?? 'service';
};

/** Files that may call a handler: its own, and those that import a module of its name. */
const callersOf = (one: Adoptable, facts: Read, project: Project): readonly string[] => [
	one.path,
	...[...facts.files.values()].flatMap(({ path, project: home }) =>
		path !== one.path &&
		(home ?? '.') === project.path &&
		importsCalled(path, new Set([moduleName(one.path), one.handler.name]), facts)
			? [path]
			: [],
	),
];

/** A call that hands over no context, or something that has none of its attributes. */
const callsBare = (text: string, name: string): boolean => {
	const call = new RegExp(`(?<!def )\\b${name}\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)`, 'g');
	return [...text.matchAll(call)].some(([, inside = '']) => {
		if (/(?:^|[,\s=])(?:None|\{\}|object\(\)|""|''|\d+)\s*,?\s*$/.test(inside)) return true;
		const last = /,\s*(?:\w+\s*=\s*)?(\w+)\s*,?\s*$/.exec(inside)?.[1];
		if (last === undefined) return !inside.includes(',');
		return new RegExp(`\\b${last}\\s*(?::[^=\\n]+)?=\\s*(?:None|\\{\\}|object\\(\\)|""|'')\\s*$`, 'm').test(
			text,
		);
	});
};

const adoptablesIn = (facts: Read, project: Project): readonly Adoptable[] =>
	handlersToAdopt(facts, project).filter(isAdoptable);

export default defineFixer({
	id: 'powertools-adopt',
	title: 'Log in handlers with Powertools, so that each line names its request',
	checks: ['powertools/adopted', 'powertools/logger'],
	safety: 'guided',
	needs: [
		'handlers',
		'files',
		'functions',
		'templates',
		'toml',
		'requirements',
		'packaging',
		'logging',
		'modules',
	],
	touches: ['**/*.py', '**/*.txt'],
	after: ['sync-handler', 'logging-setup'],
	safetyNote:
		'The logger takes the place of a plain one, or is new, and a decorator stands above the handler. Nothing is decorated that is called without a context somewhere in the project, because the decorator reads it.',
	takes: ({ level, key }) => level !== 'info' && (key === 'absent' || key === 'no-context'),
	isReady(finding, { facts, project }) {
		const all = handlersToAdopt(facts, project);
		// One finding tells of all handlers: it stays until each of them is decorated.
		return finding.key === 'absent' ? all.some(isAdoptable) : all.length > 0 && all.every(isAdoptable);
	},
	questions: ({ facts, project }) =>
		isNamedByTemplate(facts, project)
			? []
			: [
					{
						id: 'service',
						prompt: 'What is the service called in its log lines?',
						explanation: `Each line has it as \`service\`; \`${variable}\` in the environment sets another one.`,
						kind: { type: 'text' },
						fallback: ownName({ facts, project }),
					},
				],
	reads({ facts, project }) {
		const all = adoptablesIn(facts, project);
		return [
			...new Set(
				all.flatMap(one => [...callersOf(one, facts, project), ...(one.list ? [one.list.path] : [])]),
			),
		];
	},
	plan({ facts, project, texts, answers, engines }) {
		const service = answers['service'] ?? ownName({ facts, project });
		const isNamed = isNamedByTemplate(facts, project);
		if (!isNamed && !isName(service))
			return declined('the name of the service may have letters, digits, dots, dashes and underscores');
		const all = handlersToAdopt(facts, project);
		const undone = all.flatMap(one =>
			'reason' in one ? [`\`${one.handler.name}\` in \`${one.path}\`: ${one.reason}`] : [],
		);
		const edits: Edit[] = [];
		const done: Adoptable[] = [];
		const usable = all.filter(isAdoptable).filter(one => {
			const caller = callersOf(one, facts, project).find(path =>
				callsBare(texts.get(path) ?? '', one.handler.name),
			);
			if (caller !== undefined)
				undone.push(
					`\`${one.handler.name}\` in \`${one.path}\`: \`${caller}\` calls it without a context, which the decorator reads`,
				);
			return caller === undefined;
		});
		for (const path of new Set(usable.map(one => one.path))) {
			const here = usable.filter(one => one.path === path);
			const [first] = here;
			const text = texts.get(path);
			if (!first || text === undefined) continue;
			const sharesRoot = [...facts.logging].some(
				([other, parsed]) =>
					other !== path &&
					parsed.ok &&
					(first.codeDirectory === null || isBelow(other, first.codeDirectory)) &&
					parsed.value.loggers.some(({ kind }) => kind === 'stdlib'),
			);
			const made = adoptLogger(text, engines, {
				path,
				handlers: here.map(({ handler }) => handler.name),
				maker: isNamed ? '' : `service="${service}"`,
				sharesRoot,
			});
			if (made.outcome === 'declined') {
				undone.push(`\`${path}\`: ${made.reason}`);
				continue;
			}
			const [splice, ...rest] = made.splices;
			if (!splice) continue;
			edits.push({ kind: 'splice', path, splices: [splice, ...rest] });
			done.push(...here);
		}
		const lists = new Map(done.flatMap(({ list }) => (list ? [[list.path, list]] : [])));
		for (const [path, list] of lists) {
			const added = list.add(texts.get(path) ?? '');
			if (added.outcome === 'declined') return added;
			const [splice, ...rest] = added.splices;
			if (splice) edits.push({ kind: 'splice', path, splices: [splice, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(undone[0] ?? 'no handler is left to decorate');
		const names = done.map(
			({ path, handler }) => `\`${handler.name}\` in \`${fromFolder(project.path, path)}\``,
		);
		return {
			outcome: 'plan',
			area: 'lambda',
			summary: 'log in handlers with Powertools',
			changed: [
				`${listed(names)} ${names.length === 1 ? 'logs' : 'log'} through Powertools, each line with the id of its request.`,
				...[...lists.keys()].map(path => `\`${path}\` asks for \`aws-lambda-powertools\`.`),
			],
			atRunTime:
				'Lines of these loggers are written as JSON from `INFO` on; `POWERTOOLS_LOG_LEVEL` sets another level. The deployment updates the functions in place.',
			followUps: [
				'Adapt metric filters and alarms that look for the old lines',
				...undone.slice(0, 8).map(one => `Decorate by hand ${one}`),
			],
			edits: [first, ...rest],
			reveals: true,
			...(lists.size > 0 ? { lockDirty: true } : {}),
		};
	},
});
