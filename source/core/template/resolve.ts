import { isList, isTable, valueAt } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';
import type { Branch } from '../facts/templates.ts';

export type Branches = readonly [Branch, ...Branch[]];

const known = (value: Data, via: string | null = null): Branches => [{ state: 'known', value, via }];
const unknown = (reason: string): Branches => [{ state: 'unknown', reason }];
const absent: Branches = [{ state: 'absent' }];

/** References that refer to each other end here. */
const depthLimit = 8;

const single = (value: Data): readonly [name: string, inner: Data] | null => {
	if (!isTable(value)) return null;
	const [entry, ...others] = Object.entries(value);
	return entry && others.length === 0 && (entry[0] === 'Ref' || entry[0].startsWith('Fn::')) ? entry : null;
};

const textOf = (branches: Branches): string | null => {
	const [first, ...others] = branches;
	if (others.length > 0 || first.state !== 'known') return null;
	return typeof first.value === 'string' || typeof first.value === 'number' ? String(first.value) : null;
};

const viaOf = (parts: readonly Branches[]): string | null => {
	for (const [first] of parts) if (first.state === 'known' && first.via !== null) return first.via;
	return null;
};

const reference = (name: Data, root: Table): Branches => {
	if (name === 'AWS::NoValue') return absent;
	if (typeof name !== 'string') return unknown('a reference is not a name');
	const fallback = valueAt(root, ['Parameters', name, 'Default']);
	if (fallback !== undefined) return known(fallback, `the default of the parameter \`${name}\``);
	if (valueAt(root, ['Parameters', name]) !== undefined)
		return unknown(`the parameter \`${name}\` has no default`);
	return unknown(`\`${name}\` is known at the deployment only`);
};

const substituted = (value: Data, root: Table, depth: number): Branches => {
	const [text, map] = isList(value) ? value : [value];
	if (typeof text !== 'string') return unknown('`Fn::Sub` has no text');
	const used: Branches[] = [];
	let open: string | null = null;
	const result = text.replaceAll(/\$\{([^}]*)\}/g, (all: string, inner: string) => {
		if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
		const name = inner.trim();
		const local = isTable(map) && Object.hasOwn(map, name) ? map[name] : undefined;
		const branches = local === undefined ? reference(name, root) : resolveIn(local, root, depth + 1);
		used.push(branches);
		const found = textOf(branches);
		if (found === null) open ??= name;
		return found ?? all;
	});
	return open === null
		? known(result, viaOf(used))
		: unknown(`\`${String(open)}\` is known at the deployment only`);
};

const joined = (value: Data, root: Table, depth: number): Branches => {
	const [separator, parts] = isList(value) ? value : [];
	if (typeof separator !== 'string' || !isList(parts))
		return unknown('`Fn::Join` joins what is not written out');
	const branches = parts.map(part => resolveIn(part, root, depth + 1));
	const texts = branches.map(textOf);
	return texts.every(text => text !== null)
		? known(texts.join(separator), viaOf(branches))
		: unknown('`Fn::Join` joins what is known at the deployment only');
};

const mapped = (value: Data, root: Table, depth: number): Branches => {
	const keys = (isList(value) ? value.slice(0, 3) : []).map(part => textOf(resolveIn(part, root, depth + 1)));
	const names = keys.filter(key => key !== null);
	const found = names.length === 3 ? valueAt(root, ['Mappings', ...names]) : undefined;
	return found === undefined
		? unknown('`Fn::FindInMap` looks up what is known at the deployment only')
		: known(found);
};

/** Serverless Framework's variables: https://www.serverless.com/framework/docs/guides/variables */
const variable =
	/^\$\{\s*(?:self:([\w.-]+)|(?:opt|env|param):([\w.-]+))\s*(?:,\s*(?:'([^']*)'|"([^"]*)"|(\w+)))?\s*\}$/;
const anyVariable = /\$\{\s*(?:self|opt|env|param|file|ssm|cf|s3|sls|aws|strToBool|git)\b\s*[:(]/;

const framework = (text: string, root: Table, depth: number): Branches => {
	const match = variable.exec(text);
	if (!match) return unknown(`\`${text.slice(0, 60)}\` is known at the deployment only`);
	const [, self, outside, single_, double, bare] = match;
	const found = self === undefined ? undefined : valueAt(root, self.split('.'));
	if (found !== undefined) return resolveIn(found, root, depth + 1);
	const fallback = single_ ?? double ?? bare;
	if (fallback === undefined) return unknown(`\`${text}\` is known at the deployment only`);
	return known(fallback, `the default of \`${outside ?? self ?? ''}\``);
};

const resolveIn = (value: Data, root: Table, depth: number): Branches => {
	if (depth > depthLimit) return unknown('its references go too deep');
	if (typeof value === 'string')
		return anyVariable.test(value) ? framework(value, root, depth) : known(value);
	const intrinsic = single(value);
	if (!intrinsic) return known(value);
	const [name, inner] = intrinsic;
	switch (name) {
		case 'Ref':
			return reference(inner, root);
		case 'Fn::Sub':
			return substituted(inner, root, depth);
		case 'Fn::Join':
			return joined(inner, root, depth);
		case 'Fn::FindInMap':
			return mapped(inner, root, depth);
		case 'Fn::If': {
			const [, yes, no] = isList(inner) ? inner : [];
			if (yes === undefined || no === undefined) return unknown('`Fn::If` lacks a branch');
			const [first, ...others] = [...resolveIn(yes, root, depth + 1), ...resolveIn(no, root, depth + 1)];
			return first ? [first, ...others] : absent;
		}
		default:
			return unknown(`\`${name}\` is known at the deployment only`);
	}
};

/** What a value is, one branch for each way that conditions can go. `root` is the whole file. */
export const resolve = (value: Data | undefined, root: Table): Branches =>
	value === undefined ? absent : resolveIn(value, root, 0);

/** A number, also one that is written in quotes. */
export const numberOf = (value: Data): number | null => {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null;
};

/** A value as text: a string as it is, anything else as JSON. */
export const shownOf = (value: Data): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A truth value as CloudFormation reads it. */
export const truthOf = (value: Data): boolean | null => {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string') return null;
	const text = value.toLowerCase();
	if (text === 'true' || text === 'yes' || text === 'on') return true;
	return text === 'false' || text === 'no' || text === 'off' ? false : null;
};

/** What stands below a value at a path, where every step may be an intrinsic function. */
export const resolveAt = (
	value: Data | undefined,
	path: readonly (string | number)[],
	root: Table,
): Branches => {
	const [part, ...rest] = path;
	const here = resolve(value, root);
	if (part === undefined) return here;
	const [first, ...others] = here.flatMap((branch): readonly Branch[] =>
		branch.state === 'known' ? resolveAt(valueAt(branch.value, [part]), rest, root) : [branch],
	);
	return first ? [first, ...others] : absent;
};
