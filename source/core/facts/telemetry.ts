import type { CodeSite } from './code-site.ts';

/** How work is given to a thread that starts without the context of its giver. */
export type HandoffKind = 'thread' | 'submit' | 'map' | 'run_in_executor';

/** A place where context variables, and the current span with them, are left behind. */
export interface Handoff extends CodeSite {
	readonly kind: HandoffKind;
}

/** A call that sets tracing or metrics up. */
export interface TelemetryCall extends CodeSite {
	/** Last part of what is called: `set_tracer_provider`, `BatchSpanProcessor`, `instrument`. */
	readonly name: string;
	/** What it is called on, or what is passed first: `FastAPIInstrumentor`, `ConsoleSpanExporter`; else empty. */
	readonly of: string;
	/** A literal endpoint on the machine itself stands among its arguments. */
	readonly isLocal: boolean;
}

/** What one file says of traces and metrics; files that say nothing are left out. */
export interface Telemetry {
	/** Programs, variables and names that stand in it, ascending: `opentelemetry-instrument`, `OTEL_PROPAGATORS`. */
	readonly words: readonly string[];
	readonly calls: readonly TelemetryCall[];
	readonly handoffs: readonly Handoff[];
}
