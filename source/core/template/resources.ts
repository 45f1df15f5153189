import { isList, isTable, pointerOf, stringsAt, tableAt, valueAt } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';
import type { Path, Resource, Setting, Template } from '../facts/templates.ts';
import type { Place } from '../finding.ts';
import { resolve } from './resolve.ts';
import { silencedOf } from './silenced.ts';

/** Where the key or item at a path stands; the nearest one around it when that is not written out. */
export const placeOf = (template: Template, path: Path): Place => {
	for (let length = path.length; length > 0; length--) {
		const span = template.spans[pointerOf(path.slice(0, length))];
		if (!span) continue;
		const [line, column, endLine, endColumn] = span;
		return { path: template.path, line, column, endLine, endColumn };
	}
	return { path: template.path };
};

const isIntrinsic = (value: Data): boolean => {
	if (!isTable(value)) return false;
	const [key, ...others] = Object.keys(value);
	return (
		key !== undefined && others.length === 0 && (/^(?:Ref|Condition)$/.test(key) || key.startsWith('Fn::'))
	);
};

/** SAM's merge: maps key by key, lists one after the other, anything else the resource's own. */
const mergeGlobal = (shared: Data, own: Data): Data => {
	if (isList(shared) && isList(own)) return [...shared, ...own];
	if (!isTable(shared) || !isTable(own) || isIntrinsic(shared) || isIntrinsic(own)) return own;
	const merged = Object.entries(own).map(([key, value]) => {
		const below = Object.hasOwn(shared, key) ? shared[key] : undefined;
		return [key, below === undefined ? value : mergeGlobal(below, value)] as const;
	});
	return { ...shared, ...Object.fromEntries(merged) };
};

/** `Globals` for a resource of SAM, less what the resource ignores. */
const globalsOf = (template: Template, type: string, resource: Table): Table => {
	const section = /^AWS::Serverless::(\w+)$/.exec(type)?.[1];
	const globals = section === undefined ? undefined : tableAt(template.value, ['Globals', section]);
	const ignored = resource['IgnoreGlobals'];
	if (!globals || ignored === '*') return {};
	const names = new Set(stringsAt(resource, ['IgnoreGlobals']));
	return Object.fromEntries(Object.entries(globals).filter(([key]) => !names.has(key)));
};

/** Paths of the maps of resources that a file holds. */
const resourceMapsOf = (template: Template): readonly Path[] => {
	if (template.kind === 'sam' || template.kind === 'cloudformation') return [['Resources']];
	if (template.kind !== 'serverless') return [];
	const { resources } = template.value;
	if (isList(resources)) return resources.map((_, at) => ['resources', at, 'Resources']);
	return [['resources', 'Resources']];
};

const readResource = (
	template: Template,
	path: Path,
	resource: Table,
	type: string,
	endLine: number,
): Resource => {
	const at = placeOf(template, path);
	const own = tableAt(resource, ['Properties']) ?? {};
	const shared = globalsOf(template, type, resource);
	const properties = mergeGlobal(shared, own);
	const attributes = Object.fromEntries(
		Object.entries(resource).filter(([key]) => key !== 'Type' && key !== 'Properties'),
	);
	return {
		id: String(path.at(-1)),
		type,
		template: template.path,
		path,
		properties: isTable(properties) ? properties : own,
		attributes,
		global: Object.keys(shared),
		silenced: silencedOf(template, attributes, { from: at.line ?? 0, to: endLine }),
		at,
	};
};

/** The resources of a file in its order, `Globals` merged in. */
export const resourcesOf = (template: Template): readonly Resource[] =>
	resourceMapsOf(template).flatMap(map => {
		const entries = Object.entries(tableAt(template.value, map) ?? {});
		return entries.flatMap(([id, resource], at) => {
			const type = isTable(resource) ? resource['Type'] : undefined;
			if (!isTable(resource) || typeof type !== 'string') return [];
			const next = entries[at + 1];
			const following = next ? placeOf(template, [...map, next[0]]).line : undefined;
			const end = following === undefined ? Number.MAX_SAFE_INTEGER : following - 1;
			return [readResource(template, [...map, id], resource, type, end)];
		});
	});

/** A value below a place of the file, as a setting. */
export const settingAt = (
	template: Template,
	path: Path,
	none: Place,
	origin: 'own' | 'shared' = 'own',
): Setting => {
	const value = valueAt(template.value, path);
	return value === undefined
		? { branches: [{ state: 'absent' }], origin: 'none', at: none, path: null }
		: { branches: resolve(value, template.value), origin, at: placeOf(template, path), path };
};

/** An effective property of a resource, and whether it comes from `Globals`. */
export const propertyOf = (template: Template, resource: Resource, name: string): Setting => {
	const own = settingAt(template, [...resource.path, 'Properties', name], resource.at);
	if (own.path !== null || !resource.global.includes(name)) return own;
	const section = resource.type.slice('AWS::Serverless::'.length);
	return settingAt(template, ['Globals', section, name], resource.at, 'shared');
};
