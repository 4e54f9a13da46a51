CREATE TABLE "findings" (
	"call_id" text NOT NULL,
	"position" integer NOT NULL,
	"number" text,
	"trunk_id" text,
	"code" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "findings_call_id_position_pk" PRIMARY KEY("call_id","position")
);
--> statement-breakpoint
CREATE TABLE "refused_calls" (
	"key" text PRIMARY KEY NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	"caller" text NOT NULL,
	"dialled" text NOT NULL,
	"number" text,
	"trunk_id" text,
	"source_address" text NOT NULL,
	"status" integer NOT NULL,
	"finding" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sip_traces" (
	"call_id" text PRIMARY KEY NOT NULL,
	"messages" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "findings_number" ON "findings" USING btree ("number","at");--> statement-breakpoint
CREATE INDEX "findings_trunk" ON "findings" USING btree ("trunk_id","at");--> statement-breakpoint
CREATE INDEX "refused_calls_last" ON "refused_calls" USING btree ("last_at");