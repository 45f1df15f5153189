import { isList, isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { LambdaFunction, Trigger, TriggerKind } from '../../../core/facts/functions.ts';
import type { Path, Setting, Template } from '../../../core/facts/templates.ts';
import type { Place } from '../../../core/finding.ts';
import { resolve } from '../../../core/template/resolve.ts';
import { placeOf, settingAt } from '../../../core/template/resources.ts';
import { silencedOf } from '../../../core/template/silenced.ts';
import { folderOf } from '../../../core/folders.ts';
import { joinPath } from '../../../core/template/paths.ts';
import type { Surroundings } from './read.ts';
import { handlerIn, literalOf, pythonOf } from './read.ts';
import { queueIn, triggerAt } from './triggers.ts';

// https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml

export interface Unread {
	readonly at: Place;
	readonly reason: string;
}

const kinds: Readonly<Record<string, TriggerKind>> = {
	http: 'api',
	httpApi: 'api',
	sqs: 'sqs',
	sns: 'sns',
	s3: 's3',
	schedule: 'schedule',
	eventBridge: 'event-rule',
	cloudwatchEvent: 'event-rule',
	stream: 'stream',
	msk: 'kafka',
	kafka: 'kafka',
};

const triggersOf = (
	main: Template,
	template: Template,
	path: Path,
	around: Surroundings,
): readonly Trigger[] => {
	const events = valueAt(template.value, [...path, 'events']);
	const url = valueAt(template.value, [...path, 'url']);
	const found = (isList(events) ? events : []).flatMap((event, at) => {
		const name = isTable(event) ? Object.keys(event)[0] : typeof event === 'string' ? event : undefined;
		if (name === undefined) return [];
		const kind = kinds[name] ?? 'other';
		const inner = [...path, 'events', at, name];
		const source = valueAt(event, [name]);
		const queue = kind === 'sqs' ? queueIn(main, around.resources.get(main.path) ?? [], source) : null;
		const names = { concurrency: ['maximumConcurrency'], window: ['maximumBatchingWindow'] };
		return [{ ...triggerAt(template, kind, inner, queue, names), id: name }];
	});
	return url === undefined || url === false
		? found
		: [...found, triggerAt(template, 'function-url', [...path, 'url'], null)];
};

/** A function's own setting, else the provider's. The part a function stands in may be another file. */
const settingOf = (main: Template, template: Template, path: Path, name: string, at: Place): Setting => {
	const written = valueAt(template.value, [...path, name]);
	if (written !== undefined) {
		// Variables such as `${self:custom.timeout}` are looked up in the service's own file.
		return { ...settingAt(template, [...path, name], at), branches: resolve(written, main.value) };
	}
	return settingAt(main, ['provider', name], at, 'shared');
};

const ownSetting = (main: Template, template: Template, path: Path, name: string, at: Place): Setting => {
	const setting = settingOf(main, template, path, name, at);
	return setting.origin === 'shared'
		? { branches: [{ state: 'absent' }], origin: 'none', at, path: null }
		: setting;
};

const functionOf = (main: Template, template: Template, path: Path, around: Surroundings): LambdaFunction => {
	const at = placeOf(template, path);
	const setting = (name: string) => settingOf(main, template, path, name, at);
	const image = valueAt(template.value, [...path, 'image']) !== undefined;
	const base = folderOf(main.path);
	const handler = literalOf(ownSetting(main, template, path, 'handler', at));
	const module = stringAt(template.value, [...path, 'module']);
	const folders = [base, ...(module === undefined ? [] : [joinPath(base, module) ?? base])];
	const found = handlerIn(handler, folders, around.paths);
	const runtime = setting('runtime');
	const next = placeOf(template, path).line ?? 0;
	return {
		id: String(path.at(-1)),
		kind: 'serverless',
		template: template.path,
		at,
		path,
		properties: {
			...tableAt(main.value, ['provider']),
			...tableAt(template.value, path),
		},
		// Without a runtime the framework takes Node.js.
		python: !image && runtime.origin === 'none' ? 'no' : pythonOf(runtime, null, found?.file ?? null),
		runtime,
		packageType: image ? 'image' : 'zip',
		dockerfile: null,
		architectures: setting('architecture'),
		timeout: setting('timeout'),
		defaultTimeout: 6,
		memory: setting('memorySize'),
		reservedConcurrency: ownSetting(main, template, path, 'reservedConcurrency', at),
		codeDirectory: found ? folderOf(found.file) : null,
		handler,
		handlerFile: found?.file ?? null,
		handlerName: found?.name ?? null,
		triggers: triggersOf(main, template, path, around),
		silenced: silencedOf(template, {}, { from: next, to: next }),
	};
};

const fileVariable = /^\$\{\s*file\(\s*([^)]+?)\s*\)(?::([\w.-]+))?\s*\}$/;

/** `functions` of a service, also where they stand in files of their own. */
export const functionsOf = (
	main: Template,
	around: Surroundings,
): { readonly functions: readonly LambdaFunction[]; readonly unread: readonly Unread[] } => {
	const functions: LambdaFunction[] = [];
	const unread: Unread[] = [];
	const elsewhere = (text: string, path: Path): void => {
		const [, file, key] = fileVariable.exec(text) ?? [];
		const target = file === undefined ? null : joinPath(folderOf(main.path), file.replace(/^\.\//, ''));
		const part = target === null ? undefined : around.templates.get(target);
		if (part) visit(part, valueAt(part.value, key?.split('.') ?? []), key?.split('.') ?? []);
		else unread.push({ at: placeOf(main, path), reason: `\`${text.slice(0, 60)}\` is not read` });
	};
	const visit = (template: Template, value: Data | undefined, path: Path): void => {
		if (typeof value === 'string') elsewhere(value, path);
		if (isList(value)) for (const [at, item] of value.entries()) visit(template, item, [...path, at]);
		if (!isTable(value)) return;
		for (const [name, inner] of Object.entries(value)) {
			if (isTable(inner)) functions.push(functionOf(main, template, [...path, name], around));
			else if (typeof inner === 'string')
				unread.push({ at: placeOf(template, [...path, name]), reason: `\`${name}\` is not written out` });
		}
	};
	visit(main, main.value['functions'], ['functions']);
	return { functions, unread };
};
