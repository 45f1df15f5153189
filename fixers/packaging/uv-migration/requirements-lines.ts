import type { Data } from '../../../source/core/facts/config.ts';
import { readRequirement } from '../../../source/edit/pep508.ts';
import type { Wanted } from './model.ts';

// https://pip.pypa.io/en/stable/reference/requirements-file-format/

/** What one requirements file says. */
export interface RequirementsText {
	readonly wanted: readonly (Wanted & { readonly requirement: string; readonly name: string })[];
	readonly sources: ReadonlyMap<string, Data>;
	/** Paths of `-r`, as written. */
	readonly includes: readonly string[];
	/** Paths of `-c`, as written. */
	readonly constraints: readonly string[];
	/** `--index-url` first, then the extra ones. */
	readonly indexes: readonly { readonly url: string; readonly isDefault: boolean }[];
	readonly findLinks: readonly string[];
	/** Comment lines after the last requirement. */
	readonly after: readonly string[];
	readonly notes: readonly string[];
	readonly problems: readonly string[];
}

interface Draft {
	readonly wanted: (Wanted & { readonly requirement: string; readonly name: string })[];
	readonly sources: Map<string, Data>;
	readonly includes: string[];
	readonly constraints: string[];
	readonly indexes: { readonly url: string; readonly isDefault: boolean }[];
	readonly findLinks: string[];
	readonly notes: string[];
	readonly problems: string[];
}

const decoded = (url: string): Data | null => {
	const git = /^git\+(.+?)(?:@([^@#/][^@#]*))?(?:#(.*))?$/.exec(url);
	const fragment = new Map(
		(url.split('#')[1] ?? '').split('&').map(part => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
	);
	const subdirectory = fragment.get('subdirectory');
	const extra = subdirectory === undefined ? {} : { subdirectory };
	if (git?.[1] !== undefined)
		return { git: git[1], ...(git[2] === undefined ? {} : { rev: git[2] }), ...extra };
	if (/^(?:hg|svn|bzr)\+/.test(url)) return null;
	return /^https?:\/\//.test(url) ? { url: url.split('#')[0] ?? url, ...extra } : null;
};

/** A requirement by its address: the name stands in `name @` or in `#egg=`. */
const fromAddress = (
	code: string,
	shown: string,
	isEditable: boolean,
	draft: Draft,
): { readonly name: string; readonly requirement: string } | null => {
	const named = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*@\s*(\S+)(?:\s+;\s*(.+))?$/.exec(code);
	const [address = '', marker = ''] = named ? [named[3], named[4]] : code.split(/\s+;\s*/);
	const egg = /[#&]egg=([\w.-]+)(\[[^\]]*\])?/.exec(address);
	const name = named?.[1] ?? egg?.[1];
	const extras = named?.[2] ?? egg?.[2] ?? '';
	const isFolder = /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(address);
	const source = isFolder
		? { path: address.split('#')[0] ?? address, ...(isEditable ? { editable: true } : {}) }
		: decoded(address);
	if (name === undefined || source === null || address.startsWith('file:')) {
		draft.problems.push(`\`${shown}\` does not tell the name of the package`);
		return null;
	}
	draft.sources.set(name, source);
	return { name, requirement: `${name}${extras}${marker === '' ? '' : ` ; ${marker}`}` };
};

const option = (code: string, draft: Draft): boolean => {
	const [, flag = '', value = ''] = /^(-[a-zA-Z]|--[\w-]+)(?:[\s=]+(.*))?$/.exec(code) ?? [];
	switch (flag) {
		case '-r':
		case '--requirement':
			draft.includes.push(value);
			return true;
		case '-c':
		case '--constraint':
			draft.constraints.push(value);
			return true;
		case '-i':
		case '--index-url':
		case '--extra-index-url':
			if (/[$@]/.test(value))
				draft.problems.push('an index has credentials in its address, which uv takes from the environment');
			else if (!/^https?:\/\/pypi\.org\//.test(value))
				draft.indexes.push({ url: value, isDefault: flag !== '--extra-index-url' });
			return true;
		case '-f':
		case '--find-links':
			draft.findLinks.push(value);
			return true;
		default:
			return false;
	}
};

const requirementLine = (
	code: string,
	draft: Draft,
): { readonly name: string; readonly requirement: string } | null => {
	const shown = code.replaceAll(/\/\/[^/@\s]+@/g, '//').slice(0, 80);
	const editable = /^(?:-e|--editable)[\s=]+(.+)$/.exec(code)?.[1];
	const body = (editable ?? code).replaceAll(/\s--hash[=\s]\S+/g, '').trim();
	if (/^\.\/?(?:\[[^\]]*\])?$/.test(body)) {
		draft.notes.push(`\`${shown}\` is the project itself, which uv installs where it is a package`);
		return null;
	}
	if (editable === undefined && body.startsWith('-')) {
		if (!option(body, draft)) draft.problems.push(`\`${shown}\` has no counterpart`);
		return null;
	}
	if (/\s--[\w-]+/.test(body) || /\$\{?\w/.test(body)) {
		draft.problems.push(`\`${shown}\` has no counterpart`);
		return null;
	}
	if (editable !== undefined || /^(?:[\w.+]+:\/\/|\.{0,2}\/)|\s@\s|@\s*(?:git\+|https?:|file:)/.test(body))
		return fromAddress(body, shown, editable !== undefined, draft);
	const requirement = readRequirement(body);
	if (!requirement) {
		draft.problems.push(`\`${shown}\` is no requirement`);
		return null;
	}
	return {
		name: requirement.name,
		requirement: body.replaceAll(/\s*([<>=!~]=?=?)\s*/g, (all, operator: string, at: number) =>
			at < (body.indexOf(';') < 0 ? body.length : body.indexOf(';')) ? operator : all,
		),
	};
};

/** Reads a requirements file, or the lines of a list in setup.cfg, with its comments. */
export const readRequirements = (text: string): RequirementsText => {
	const draft: Draft = {
		wanted: [],
		sources: new Map(),
		includes: [],
		constraints: [],
		indexes: [],
		findLinks: [],
		notes: [],
		problems: [],
	};
	let above: string[] = [];
	const joined = text.replaceAll(/[ \t]*\\\r?\n[ \t]*/g, ' ');
	for (const line of joined.split(/\r?\n/)) {
		const trimmed = line.trim();
		if (trimmed.startsWith('#')) above.push(trimmed);
		if (trimmed === '' || trimmed.startsWith('#')) continue;
		const comment = /\s(#.*)$/.exec(trimmed);
		const code = (comment ? trimmed.slice(0, comment.index) : trimmed).trim();
		const found = requirementLine(code, draft);
		if (!found) {
			// What stands at an option stays above the next requirement.
			if (comment?.[1] !== undefined) above.push(comment[1]);
			continue;
		}
		draft.wanted.push({ ...found, above, beside: comment?.[1] ?? null });
		above = [];
	}
	return { ...draft, after: above };
};
