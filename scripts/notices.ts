import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly license: string;
}

const field = (value: object, key: string): string => {
	const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
	return typeof found === 'string' ? found : '';
};

const readManifest = (folder: string): Manifest => {
	const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	if (typeof value !== 'object' || value === null) throw new Error(`${folder}/package.json is not an object`);
	return { name: field(value, 'name'), version: field(value, 'version'), license: field(value, 'license') };
};

/** The folder of the package that a bundled file belongs to; null for our own files. */
const packageFolderOf = (file: string): string | null => {
	const at = file.lastIndexOf('node_modules/');
	if (at === -1) return null;
	const [first = '', second = ''] = file.slice(at + 'node_modules/'.length).split('/');
	const name = first.startsWith('@') ? `${first}/${second}` : first;
	return file.slice(0, at) + `node_modules/${name}`;
};

const licenceText = (folder: string): string => {
	const name = readdirSync(folder).find(file => /^(licen[cs]e|copying)(\.|-|$)/i.test(file));
	return name === undefined ? '' : readFileSync(join(folder, name), 'utf8').trim();
};

/** The licences of everything that is in the bundle, as Markdown. Throws for a package without a licence. */
export const noticesOf = (metafile: Metafile, root: string): string => {
	const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
		Object.entries(inputs)
			.filter(([, { bytesInOutput }]) => bytesInOutput > 0)
			.map(([file]) => file),
	);
	const folders = [...new Set(used.flatMap(file => packageFolderOf(file) ?? []))].toSorted();
	const entries = folders
		.filter(folder => existsSync(join(root, folder, 'package.json')))
		.map(folder => ({ ...readManifest(join(root, folder)), text: licenceText(join(root, folder)) }))
		.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
	const bare = entries.filter(({ license }) => license === '').map(({ name }) => name);
	if (bare.length > 0) throw new Error(`bundled without a licence: ${bare.join(', ')}`);
	return [
		'# Third-party notices',
		'',
		'The published files of bp-audit contain the following packages. This page is written by the build.',
		...entries.flatMap(({ name, version, license, text }) => [
			'',
			`## ${name} ${version} (${license})`,
			...(text === '' ? [] : ['', '```text', text.replaceAll('\r\n', '\n'), '```']),
		]),
		'',
	].join('\n');
};
