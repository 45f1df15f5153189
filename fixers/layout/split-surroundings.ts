import type { Facts } from '../../source/core/facts.ts';
import { folderOf, inFolder } from '../../source/core/folders.ts';

type Read = Pick<Facts, 'paths' | 'modules'>;

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.py$/, '');

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** How a module beside this one is imported: `.` or the package's absolute name; or why that cannot be told. */
export type PackageProof = { readonly prefix: string } | { readonly reason: string };

/**
 * What proves that the file is imported as part of a package: a relative import of its own, or another module that
 * names it with its folder. The import that is added follows the one that is there.
 */
export const packageProof = (path: string, facts: Read): PackageProof => {
	const folder = folderOf(path);
	if (path.endsWith('/__init__.py') || path === '__init__.py') {
		return { reason: 'an `__init__.py` is split by hand' };
	}
	if (!facts.paths.has(inFolder(folder, '__init__.py'))) {
		return {
			reason: 'its folder is not a package, so it cannot be told how a module beside it would be imported',
		};
	}
	const own = facts.modules.get(path);
	const isRelative =
		own?.ok && own.value.imports.some(({ module, topLevel }) => topLevel && module.startsWith('.'));
	if (isRelative) return { prefix: '.' };
	if (own?.ok && own.value.hasMainGuard)
		return { reason: 'it is run as a program too, and then has no package' };
	const inPackage = `${stemOf(folder)}.${stemOf(path)}`;
	const names = [...facts.modules].flatMap(([other, parsed]) =>
		other === path || !parsed.ok
			? []
			: parsed.value.imports.flatMap(({ module, name }) =>
					module.startsWith('.') ? [] : [module, ...(name === null ? [] : [`${module}.${name}`])],
				),
	);
	// Another package may have a module of the same name; the path has to bear the import out.
	const whole = `.${path.replace(/\.py$/, '').replaceAll('/', '.')}`;
	const named = names.filter(
		name => (name === inPackage || name.endsWith(`.${inPackage}`)) && whole.endsWith(`.${name}`),
	);
	const [first, ...others] = [...new Set(named)];
	if (first === undefined)
		return {
			reason: 'nothing imports it as part of its package, so the way to import from it cannot be told',
		};
	if (others.length > 0) return { reason: 'it is imported under several names' };
	return { prefix: `${first.slice(0, first.lastIndexOf('.'))}.` };
};

/**
 * Why other files stand in the way, or null: they patch names in the module, or take from it an import that it
 * would no longer have.
 * @param names names that the group binds or may read
 * @param leaving imported names that the module loses
 */
export const patchedIn = (
	path: string,
	names: readonly string[],
	leaving: readonly string[],
	texts: ReadonlyMap<string, string>,
	facts: Read,
): string | null => {
	const stem = escaped(stemOf(path));
	const any = names.map(escaped).join('|');
	const patch = new RegExp(
		`["'][\\w.]*\\b${stem}\\.(${any})\\b[\\w.]*["']|(?:setattr|patch\\.object)\\(\\s*[\\w.]+\\s*,\\s*["'](${any})["']|\\b${stem}\\.(${any})\\s*=(?!=)`,
	);
	for (const [other, text] of texts) {
		if (other === path) continue;
		const found = patch.exec(text);
		if (found) return `\`${other}\` replaces \`${found[1] ?? found[2] ?? found[3] ?? ''}\` in it`;
		const parsed = facts.modules.get(other);
		const taken = parsed?.ok
			? parsed.value.imports.find(
					({ module, name }) =>
						name !== null && leaving.includes(name) && module.replace(/^.*\./, '') === stemOf(path),
				)
			: undefined;
		if (taken) return `\`${other}\` takes \`${taken.name ?? ''}\` from it, which it would no longer import`;
		const through = leaving.find(name => new RegExp(`\\b${stem}\\.${escaped(name)}\\b`).test(text));
		if (through !== undefined)
			return `\`${other}\` uses \`${through}\` through it, which it would no longer import`;
	}
	return null;
};
