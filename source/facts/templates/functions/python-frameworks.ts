import { isTable, stringAt, tableAt, valueAt } from '../../../core/data.ts';
import type { LambdaFunction, Trigger } from '../../../core/facts/functions.ts';
import type { Path, Setting, Template } from '../../../core/facts/templates.ts';
import { placeOf, settingAt } from '../../../core/template/resources.ts';
import { folderOf } from '../../../core/folders.ts';
import { joinPath } from '../../../core/template/paths.ts';
import type { Surroundings } from './read.ts';
import { handlerIn, notSet, tablesIn } from './read.ts';
import { triggerAt } from './triggers.ts';

const blank = (template: Template, path: Path, id: string) => {
	const at = placeOf(template, path);
	return {
		id,
		template: template.path,
		at,
		path,
		properties: tableAt(template.value, path) ?? {},
		python: 'yes',
		packageType: 'zip',
		dockerfile: null,
		codeDirectory: null,
		silenced: [],
	} as const;
};

/** The first of some places where a setting may stand; origin `own` for the first of them. */
const firstOf = (template: Template, places: readonly Path[], at: Path): Setting => {
	for (const [index, path] of places.entries()) {
		const setting = settingAt(template, path, placeOf(template, at), index === 0 ? 'own' : 'shared');
		if (setting.path !== null) return setting;
	}
	return notSet(placeOf(template, at));
};

/** https://aws.github.io/chalice/topics/configfile.html: a stage's keys win over those at the top. */
export const chaliceFunctions = (template: Template, around: Surroundings): readonly LambdaFunction[] => {
	const stages = tablesIn(template, ['stages']);
	const root = joinPath(folderOf(template.path), '..') ?? '.';
	const app = joinPath(root, 'app.py');
	const read = (id: string, path: Path): LambdaFunction => {
		const setting = (name: string): Setting => firstOf(template, [[...path, name], [name]], path);
		return {
			...blank(template, path, id),
			kind: 'chalice',
			runtime: notSet(placeOf(template, path)),
			architectures: notSet(placeOf(template, path)),
			timeout: setting('lambda_timeout'),
			defaultTimeout: 60,
			memory: setting('lambda_memory_size'),
			reservedConcurrency: setting('reserved_concurrency'),
			handler: 'app.app',
			handlerFile: app !== null && around.paths.has(app) ? app : null,
			handlerName: 'app',
			triggers: [],
		};
	};
	const names = stages.flatMap(([stage, path]) => [
		read(stage, path),
		...tablesIn(template, [...path, 'lambda_functions']).map(([name, inner]): LambdaFunction => {
			const setting = (key: string): Setting =>
				firstOf(template, [[...inner, key], [...path, key], [key]], inner);
			return {
				...read(`${stage}/${name}`, inner),
				timeout: setting('lambda_timeout'),
				memory: setting('lambda_memory_size'),
				reservedConcurrency: setting('reserved_concurrency'),
			};
		}),
	]);
	return names.length > 0 ? names : [read(stringAt(template.value, ['app_name']) ?? 'app', [])];
};

/** https://github.com/zappa/Zappa#advanced-settings: a stage's keys win over those of the stage it extends. */
export const zappaFunctions = (template: Template, around: Surroundings): readonly LambdaFunction[] => {
	const chainOf = (path: Path, seen: readonly string[] = []): readonly Path[] => {
		const parent = stringAt(template.value, [...path, 'extends']);
		const known =
			parent !== undefined && !seen.includes(parent) && isTable(valueAt(template.value, [parent]));
		return known ? [path, ...chainOf([parent], [...seen, parent])] : [path];
	};
	return tablesIn(template, []).map(([stage, path]): LambdaFunction => {
		const chain = chainOf(path, [stage]);
		const setting = (name: string): Setting =>
			firstOf(
				template,
				chain.map(at => [...at, name]),
				path,
			);
		const entry = chain
			.map(at => stringAt(template.value, [...at, 'app_function']))
			.find(found => found !== undefined);
		const found = handlerIn(entry ?? null, [folderOf(template.path)], around.paths);
		const [api] = setting('apigateway_enabled').branches;
		const events = setting('events');
		const triggers: readonly Trigger[] = [
			...(api?.state === 'known' && api.value === false ? [] : [triggerAt(template, 'api', path, null)]),
			...(events.path === null ? [] : [triggerAt(template, 'other', events.path, null)]),
		];
		return {
			...blank(template, path, stage),
			kind: 'zappa',
			runtime: setting('runtime'),
			architectures: setting('architecture'),
			timeout: setting('timeout_seconds'),
			defaultTimeout: 30,
			memory: setting('memory_size'),
			reservedConcurrency: setting('lambda_concurrency'),
			handler: entry ?? null,
			handlerFile: found?.file ?? null,
			handlerName: found?.name ?? null,
			triggers,
		};
	});
};
