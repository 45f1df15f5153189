import { stringsAt, tableAt } from '../../core/data.ts';
import type { PerFile } from '../../core/facts.ts';
import type { TomlDocument } from '../../core/facts/config.ts';
import { folderOf } from '../../core/folders.ts';

// https://docs.astral.sh/uv/concepts/projects/workspaces/

const partPattern = (part: string): string =>
	part
		.replaceAll(/[.+^${}()|\\]/g, '\\$&')
		.replaceAll('*', '[^/]*')
		.replaceAll('?', '[^/]');

/** A glob over folders, as the `glob` crate has it: `*` stays within a part, `**` is any number of parts. */
const globOf = (glob: string): RegExp => {
	const parts = glob.replace(/^\.\//, '').replace(/\/+$/, '').split('/');
	const source = parts.map((part, at) => {
		const last = at === parts.length - 1;
		if (part === '**') return last ? '.*' : '(?:[^/]+/)*';
		return partPattern(part) + (last ? '' : '/');
	});
	return new RegExp(`^${source.join('')}$`);
};

const under = (root: string, folder: string): string | null => {
	if (root === '.') return folder;
	return folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : null;
};

/** A folder's workspace root; a root is its own. Folders outside any workspace are left out. */
export const workspaceRootsOf = (toml: PerFile<TomlDocument>): ReadonlyMap<string, string> => {
	const manifests = [...toml].filter(
		([path]) => path === 'pyproject.toml' || path.endsWith('/pyproject.toml'),
	);
	const roots = new Map<string, string>();
	for (const [path, parsed] of manifests) {
		const workspace = parsed.ok ? tableAt(parsed.value.value, ['tool', 'uv', 'workspace']) : undefined;
		if (!workspace) continue;
		const root = folderOf(path);
		const members = stringsAt(workspace, ['members']).map(globOf);
		const excluded = stringsAt(workspace, ['exclude']).map(globOf);
		roots.set(root, root);
		for (const [member] of manifests) {
			const folder = folderOf(member);
			const relative = under(root, folder);
			if (relative === null || folder === root) continue;
			if (!members.some(glob => glob.test(relative)) || excluded.some(glob => glob.test(relative))) continue;
			roots.set(folder, root);
		}
	}
	return roots;
};
