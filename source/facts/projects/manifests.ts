import { stringAt, tableAt } from '../../core/data.ts';
import type { PerFile } from '../../core/facts.ts';
import type { IniDocument, TomlDocument } from '../../core/facts/config.ts';
import type { SetupScript } from '../../core/facts/setup-script.ts';
import { folderOf, inFolder, nameIn } from '../../core/folders.ts';

/** Folders with what declares a project in them. */
export interface Manifests {
	/** Most telling first. */
	readonly files: readonly string[];
	/** A packaging manifest, rather than a mere list of requirements. */
	readonly isStrong: boolean;
	readonly name: string | null;
}

export interface ManifestSources {
	readonly paths: ReadonlyMap<string, unknown>;
	readonly toml: PerFile<TomlDocument>;
	readonly ini: PerFile<IniDocument>;
	readonly setupScripts: PerFile<SetupScript>;
}

const requirements = /^requirements[^/]*\.(?:txt|in)$/;

/** `[project]` or `[tool.poetry]`; a file of `[tool.*]` tables alone is only configuration. */
const declaresProject = (document: TomlDocument): boolean =>
	tableAt(document.value, ['project']) !== undefined ||
	tableAt(document.value, ['tool', 'poetry']) !== undefined;

/** Every folder that holds a manifest. */
export const manifestsOf = (sources: ManifestSources): ReadonlyMap<string, Manifests> => {
	const { paths, toml, ini, setupScripts } = sources;
	const folders = new Map<string, string[]>();
	const withPython = new Set<string>();
	for (const path of paths.keys()) {
		const name = nameIn(path);
		const folder = folderOf(path);
		if (name.endsWith('.py') && name !== 'setup.py') withPython.add(folder);
		if (/^(?:pyproject\.toml|setup\.py|setup\.cfg|Pipfile)$/.test(name) || requirements.test(name)) {
			folders.set(folder, [...(folders.get(folder) ?? []), name]);
		}
	}
	const out = new Map<string, Manifests>();
	for (const [folder, names] of folders) {
		const pyproject = toml.get(inFolder(folder, 'pyproject.toml'));
		const config = ini.get(inFolder(folder, 'setup.cfg'));
		const script = setupScripts.get(inFolder(folder, 'setup.py'));
		const document = pyproject?.ok === true ? pyproject.value : null;
		const metadata = config?.ok === true ? config.value.sections['metadata'] : undefined;
		const isStrong =
			(document ? declaresProject(document) : names.includes('pyproject.toml') && pyproject !== undefined) ||
			// A module may be called `setup.py` too.
			script !== undefined ||
			metadata !== undefined;
		const isWeak =
			names.includes('Pipfile') || (withPython.has(folder) && names.some(name => requirements.test(name)));
		if (!isStrong && !isWeak) continue;
		const order = ['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile'];
		const files = [
			...order.filter(name => names.includes(name) && (name !== 'setup.py' || script !== undefined)),
			...names.filter(name => requirements.test(name)).toSorted(),
		];
		out.set(folder, {
			files: files.map(name => inFolder(folder, name)),
			isStrong,
			name:
				stringAt(document?.value, ['project', 'name']) ??
				stringAt(document?.value, ['tool', 'poetry', 'name']) ??
				metadata?.options['name']?.value ??
				(script?.ok === true ? (script.value.name?.value ?? null) : null),
		});
	}
	return out;
};
