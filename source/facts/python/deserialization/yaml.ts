import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { Deserialization, YamlLoaderClass } from '../../../core/facts/deserialization.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { argumentsOf, keywordValue } from '../../../edit/python/calls.ts';
import type { Names } from '../../../edit/python/names.ts';
import { originsOf } from '../../../edit/python/names.ts';
import { partsOf } from '../../../edit/python/nodes.ts';
import { usesOf, type Use } from '../../../edit/python/uses.ts';
import {
	isSafeLoader,
	loaderArgumentOf,
	loaderNodeOf,
	yamlNameOf,
	yamlReaders,
} from '../../../edit/python/yaml-loaders.ts';
import { siteOf } from './sites.ts';

const registering = /^add_(?:constructor|multi_constructor|implicit_resolver|path_resolver)$/;

const baseName = (base: SgNode, names: Names): string | null => {
	if (base.kind() !== 'identifier' && base.kind() !== 'attribute') return null;
	const origins = originsOf(base, names);
	const [origin, other] = origins;
	if (origin === undefined) return base.kind() === 'identifier' ? base.text() : null;
	// `try: from yaml import CLoader as Loader` has two origins; the first that is not safe tells.
	const known = origins.map(yamlNameOf);
	const worst = known.find(name => name !== null && !isSafeLoader(name)) ?? known[0];
	if (worst !== undefined && worst !== null) return `yaml.${worst}`;
	return other === undefined ? (origin.split('.').at(-1) ?? null) : null;
};

const classesIn = (file: SourceFile, root: SgNode, names: Names): readonly YamlLoaderClass[] =>
	root
		.findAll({
			rule: { kind: 'class_definition', has: { field: 'superclasses', regex: 'Loader|Constructor' } },
		})
		.flatMap(definition => {
			const superclasses = definition.field('superclasses');
			const name = definition.field('name');
			if (!superclasses || !name) return [];
			const bases = partsOf(superclasses)
				.filter(base => base.kind() !== 'keyword_argument')
				.map(base => baseName(base, names));
			const site = {
				...siteOf(file, name, 'yaml'),
				code: `class ${name.text()}${superclasses.text()}`.slice(0, 80),
			};
			return [{ ...site, name: name.text(), bases }];
		});

const isSafeArgument = (call: SgNode, keyword: string, position: number, names: Names): boolean => {
	const { positional } = argumentsOf(call);
	const given = keywordValue(call, keyword) ?? positional[position];
	const known = given ? originsOf(given, names).map(yamlNameOf) : [];
	return known.length > 0 && known.every(name => name !== null && /^C?Safe|^C?Base/.test(name));
};

const registersIn = (file: SourceFile, names: Names, uses: readonly Use[]): readonly CodeSite[] =>
	uses.flatMap(({ node, origins: [origin], call }) => {
		const path = origin.split('.').slice(1);
		const name = path.at(-1) ?? '';
		if (name === 'YAMLObject') {
			const list = node.parent();
			return list?.kind() === 'argument_list' && list.parent()?.kind() === 'class_definition'
				? [siteOf(file, node, 'yaml')]
				: [];
		}
		if (!call || !registering.test(name)) return [];
		const owner = path.at(-2);
		if (owner !== undefined && owner.endsWith('Loader'))
			return isSafeLoader(owner) ? [] : [siteOf(file, call, 'yaml')];
		const position = name === 'add_implicit_resolver' ? 3 : name === 'add_path_resolver' ? 3 : 2;
		const explicit = keywordValue(call, 'Loader') ?? argumentsOf(call).positional[position];
		// A class of the repository's own is not what a fix swaps.
		if (explicit) {
			const [target] = originsOf(explicit, names).map(yamlNameOf);
			return target === undefined || target === null || isSafeLoader(target)
				? []
				: [siteOf(file, call, 'yaml')];
		}
		return [siteOf(file, call, 'yaml')];
	});

/** What one file does with PyYAML. */
export const yamlIn = (
	file: SourceFile,
	root: SgNode,
	names: Names,
): Pick<Deserialization, 'yaml' | 'loaderClasses' | 'dumps' | 'registrations'> => {
	const uses = usesOf(root, names, origin => origin === 'yaml' || origin.startsWith('yaml.'));
	const calls = uses.flatMap(({ origins, call }) => {
		const api = yamlNameOf(origins[0]);
		return call && api !== null ? [{ api, call }] : [];
	});
	return {
		yaml: calls
			.filter(({ api }) => yamlReaders.has(api))
			.map(({ api, call }) => {
				const { splat, kwargs } = argumentsOf(call);
				const loader = loaderArgumentOf(loaderNodeOf(call), root, names);
				const hidden = loader.kind === 'absent' && (splat || kwargs);
				return { ...siteOf(file, call, 'yaml'), api, loader: hidden ? { kind: 'unknown' } : loader };
			}),
		loaderClasses: classesIn(file, root, names),
		dumps: calls
			.filter(({ api, call }) => /^dump(?:_all)?$/.test(api) && !isSafeArgument(call, 'Dumper', 2, names))
			.map(({ call }) => siteOf(file, call, 'yaml')),
		registrations: registersIn(file, names, uses),
	};
};

/** What one file does with ruamel.yaml; `version` where it hangs on the version installed. */
export const ruamelIn = (file: SourceFile, root: SgNode, names: Names): Deserialization['ruamel'] =>
	usesOf(root, names, origin => origin === 'ruamel' || origin.startsWith('ruamel.')).flatMap(
		({ origins: [origin], call }): Deserialization['ruamel'] => {
			const api = /^ruamel\.yaml\.(?:main\.)?(\w+)$/.exec(origin)?.[1];
			if (!call || api === undefined) return [];
			const site = siteOf(file, call, 'ruamel');
			if (api === 'YAML') {
				const kind = keywordValue(call, 'typ') ?? argumentsOf(call).positional[0];
				return kind && /["']unsafe["']/.test(kind.text()) ? [{ ...site, verdict: 'unsafe' }] : [];
			}
			if (/^unsafe_load(?:_all)?$/.test(api)) return [{ ...site, verdict: 'unsafe' }];
			if (!/^load(?:_all)?$/.test(api)) return [];
			const loader = loaderNodeOf(call);
			if (!loader) return [{ ...site, verdict: 'version' }];
			return /(?:^|\.)C?(?:Unsafe)?Loader$/.test(originsOf(loader, names)[0] ?? '')
				? [{ ...site, verdict: 'unsafe' }]
				: [];
		},
	);
