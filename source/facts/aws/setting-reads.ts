import type { SgNode } from '@ast-grep/napi';
import type { FlagSource, SettingReads } from '../../core/facts/setting-reads.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import type { SourceFile } from '../../core/gather.ts';
import { environmentReadsIn, mayReadEnvironment } from '../../edit/python/environment-reads.ts';
import type { Names } from '../../edit/python/names.ts';
import { namesIn } from '../../edit/python/names.ts';
import { storeReadsIn, threadsOn } from '../../edit/python/setting-reads.ts';
import { usesOf } from '../../edit/python/uses.ts';
import { siteOf } from '../../edit/python/code-site.ts';

const practice = [
	'secret-use',
	'cached-reads',
	'cache-age',
	'paging',
	'decryption',
	'refresh-threads',
	'secrets-from-store',
].map(check => `app-configuration/${check}`);
const silenced = {
	ids: ['4.1', 'app-configuration', ...practice, '4.2', 'feature-flags', 'feature-flags/code'],
	codes: [],
};

// Parts that cover all names in few searches: each costs as much as the file is long.
const stores = ['get_parameter', 'get_secret', 'Provider(', 'get_app_config'];
const flagWords = [
	'ppconfig',
	'ppConfig',
	'FeatureFlags',
	'ldclient',
	'UnleashClient',
	'configcatclient',
	'openfeature',
	':2772',
];

const others: Readonly<Record<string, string>> = {
	ldclient: 'LaunchDarkly',
	UnleashClient: 'Unleash',
	configcatclient: 'ConfigCat',
	openfeature: 'OpenFeature',
};
const otherModule = new RegExp(`^(${Object.keys(others).join('|')})(?:\\.|$)`);
const ofPowertools =
	/^aws_lambda_powertools\.utilities\.(?:feature_flags(?:\.\w+)?\.(?:FeatureFlags|AppConfigStore)|parameters(?:\.\w+)?\.(?:get_app_config|AppConfigProvider))$/;

/** Files that write what they read, or set things up: the read is their work. */
const upkeep =
	/\bput_parameter\(|\bput_secret_value\(|\bupdate_secret(?:_version_stage)?\(|AWSPENDING|\bcfnresponse\b|\bcrhelper\b|["'](?:ResponseURL|RequestType)["']/;

const flagsIn = (file: SourceFile, root: SgNode, names: Names): readonly FlagSource[] => {
	const found: FlagSource[] = [];
	const add = (node: SgNode, kind: FlagSource['kind'], product: string): void => {
		found.push({ ...siteOf(file, node, silenced), kind, product });
	};
	for (const { node, origins, call } of usesOf(root, names, origin =>
		origin.startsWith('aws_lambda_powertools'),
	)) {
		if (call && ofPowertools.test(origins[0])) add(node, 'app-config', 'Powertools');
	}
	for (const { module, item } of names.imports) {
		const product = otherModule.exec(module)?.[1];
		if (product !== undefined) add(item, 'other', others[product] ?? product);
	}
	for (const call of root.findAll({
		rule: { kind: 'call', has: { field: 'function', kind: 'attribute' } },
	})) {
		const method = call.field('function')?.field('attribute')?.text();
		const text = call.field('arguments')?.text() ?? '';
		if (method === 'get_latest_configuration' && /ConfigurationToken/.test(text))
			add(call, 'app-config', 'the SDK');
		// Lightsail and others have a method of this name, and other arguments.
		if (method === 'get_configuration' && /\bClientId\s*=/.test(text)) add(call, 'outdated', 'the SDK');
	}
	for (const text of root.findAll({ rule: { kind: 'string', regex: 'localhost:2772' } })) {
		add(text, 'app-config', 'the extension of Lambda');
	}
	return found;
};

/** Where Python takes its configuration from: stores of AWS, the environment, and services for flags. */
export default defineFileGatherer({
	fact: 'settingReads',
	version: 3,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): SettingReads | null {
		const { text } = file;
		const has = (word: string): boolean => text.includes(word);
		const readsStores = stores.some(has) && (has('boto') || has('powertools') || has('ssm') || has('ecrets'));
		const readsEnvironment = (has('environ') || has('getenv')) && mayReadEnvironment(text);
		const readsFlags = flagWords.some(has);
		if (!readsStores && !readsEnvironment && !readsFlags) return null;
		// What does not parse is told of by those who read it as a module.
		if (engines.syntaxError(file)) return null;
		const root = engines.python(file);
		const names = namesIn(root);
		const reads = readsStores ? storeReadsIn(root, names) : [];
		const around = new Set(reads.flatMap(read => read.around));
		const threads = around.size > 0 && has('threading') ? threadsOn(root, names, around) : [];
		const variables = readsEnvironment ? environmentReadsIn(root) : [];
		const found: SettingReads = {
			stores: reads.map(({ call, read }) => ({ ...siteOf(file, call, silenced), ...read })),
			environment: variables.map(({ node, ...variable }) => ({
				...siteOf(file, node, silenced),
				...variable,
			})),
			flags: readsFlags ? flagsIn(file, root, names) : [],
			refreshers: threads.map(call => siteOf(file, call, silenced)),
			isUpkeep: upkeep.test(text),
		};
		return found.stores.length + found.environment.length + found.flags.length > 0 ? found : null;
	},
});
