import { isTable, tableAt } from '../../../core/data.ts';
import type { Dockerfile, Path, Resource, Setting, Template } from '../../../core/facts/templates.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Place } from '../../../core/finding.ts';
import { folderOf } from '../../../core/folders.ts';
import { joinPath } from '../../../core/template/paths.ts';
import { shownOf } from '../../../core/template/resolve.ts';
import { resourcesOf } from '../../../core/template/resources.ts';

/** What the readers of one kind of template need to know of the repository. */
export interface Surroundings {
	readonly paths: Facts['paths'];
	readonly templates: ReadonlyMap<string, Template>;
	readonly dockerfiles: ReadonlyMap<string, Dockerfile>;
	readonly resources: ReadonlyMap<string, readonly Resource[]>;
	/** Some file lies below the folder. */
	hasFolder(folder: string): boolean;
}

export const surroundingsOf = (facts: Pick<Facts, 'paths' | 'templates' | 'dockerfiles'>): Surroundings => {
	const templates = new Map<string, Template>();
	for (const [path, parsed] of facts.templates) {
		if (parsed.ok && parsed.value.outcome === 'read') templates.set(path, parsed.value);
	}
	const dockerfiles = new Map<string, Dockerfile>();
	for (const [path, parsed] of facts.dockerfiles) if (parsed.ok) dockerfiles.set(path, parsed.value);
	const folders = new Set<string>(['.']);
	for (const path of facts.paths.keys()) {
		for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
	}
	return {
		paths: facts.paths,
		templates,
		dockerfiles,
		resources: new Map([...templates].map(([path, template]) => [path, resourcesOf(template)])),
		hasFolder: folder => folders.has(folder),
	};
};

/** The one text that a setting surely is, else null. */
export const literalOf = (setting: Setting): string | null => {
	const [first, ...others] = setting.branches;
	return first?.state === 'known' && others.length === 0 && typeof first.value === 'string'
		? first.value
		: null;
};

export const notSet = (at: Place): Setting => ({
	branches: [{ state: 'absent' }],
	origin: 'none',
	at,
	path: null,
});

/** `a/b.c.f` names the function `f` of `a/b/c.py`. */
export const handlerIn = (
	handler: string | null,
	folders: readonly string[],
	paths: Surroundings['paths'],
): { readonly file: string; readonly name: string } | null => {
	const dot = handler?.lastIndexOf('.') ?? -1;
	if (handler === null || dot <= 0) return null;
	const name = handler.slice(dot + 1);
	const slash = handler.lastIndexOf('/');
	const module = handler.slice(0, slash + 1) + handler.slice(slash + 1, dot).replaceAll('.', '/');
	for (const folder of folders) {
		for (const candidate of [`${module}.py`, `src/${module}.py`, `${module}/__init__.py`]) {
			const file = joinPath(folder, candidate);
			if (file !== null && paths.has(file)) return { file, name };
		}
	}
	return null;
};

const pythonImage =
	/(?:public\.ecr\.aws\/lambda\/python|amazon\/aws-lambda-python|(?:^|\/)[^/]*python[^/]*):/;
const otherImage = /lambda[/-](?:nodejs|java|dotnet|ruby|go|provided)/;

/** Which language a function is in, from its runtime, its image or its handler's file. */
export const pythonOf = (
	runtime: Setting,
	image: Dockerfile | null,
	handlerFile: string | null,
): 'yes' | 'no' | 'unknown' => {
	const names = runtime.branches.flatMap(branch => (branch.state === 'known' ? [shownOf(branch.value)] : []));
	if (names.some(name => name.startsWith('python'))) return 'yes';
	if (
		names.length > 0 &&
		names.length === runtime.branches.length &&
		!names.some(name => name.startsWith('provided'))
	) {
		return 'no';
	}
	if (image && pythonImage.test(image.from)) return 'yes';
	if (image && otherImage.test(image.from)) return 'no';
	return handlerFile === null ? 'unknown' : 'yes';
};

/** A key of a table that holds a table. */
export const tablesIn = (template: Template, path: Path): readonly (readonly [key: string, at: Path])[] =>
	Object.entries(tableAt(template.value, path) ?? {}).flatMap(([key, value]) =>
		isTable(value) ? [[key, [...path, key]] as const] : [],
	);
