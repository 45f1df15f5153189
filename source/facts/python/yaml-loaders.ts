import { defineDerived } from '../../core/gather.ts';
import type { LoaderSafety, YamlLoaderClass } from '../../core/facts/deserialization.ts';
import { isSafeLoader, safeLoaderFor } from '../../edit/python/yaml-loaders.ts';

const worst = (all: readonly LoaderSafety[]): LoaderSafety =>
	all.includes('unsafe') ? 'unsafe' : all.includes('unknown') || all.length === 0 ? 'unknown' : 'safe';

/** Null for classes of PyYAML that decide nothing, such as `Composer`. */
const ofPyYaml = (name: string): LoaderSafety | null => {
	if (isSafeLoader(name) || /^(?:Safe|Base)Constructor$/.test(name)) return 'safe';
	return safeLoaderFor(name) !== null || /^(?:Full|Unsafe)?Constructor$/.test(name) ? 'unsafe' : null;
};

/** Which loader classes of the repository build plain values only, by class name; two of a name count as the worse. */
export default defineDerived({
	fact: 'yamlLoaders',
	needs: ['deserialization'],
	derive({ deserialization }) {
		const classes = new Map<string, YamlLoaderClass[]>();
		for (const parsed of deserialization.values()) {
			for (const found of parsed.ok ? parsed.value.loaderClasses : []) {
				classes.set(found.name, [...(classes.get(found.name) ?? []), found]);
			}
		}
		const safetyOf = (name: string | null, seen: readonly string[]): LoaderSafety | null => {
			if (name === null) return 'unknown';
			if (name.startsWith('yaml.')) return ofPyYaml(name.slice('yaml.'.length));
			const found = classes.get(name);
			// `from app.compat import SafeLoader`: a module that chooses between PyYAML's two.
			if (!found) return isSafeLoader(name) ? 'safe' : null;
			if (seen.includes(name)) return null;
			return worst(found.map(each => ofBases(each, [...seen, name])));
		};
		// Mixins that are no loader say nothing, as long as one base does.
		const ofBases = ({ bases }: YamlLoaderClass, seen: readonly string[]): LoaderSafety =>
			worst(bases.flatMap(base => safetyOf(base, seen) ?? []));
		return new Map([...classes.keys()].map(name => [name, safetyOf(name, []) ?? 'unknown']));
	},
});
