CREATE TABLE "dial_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dial_days" (
	"day" date PRIMARY KEY NOT NULL,
	"calls" integer NOT NULL,
	"ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dial_gate" (
	"id" text PRIMARY KEY NOT NULL,
	"recent" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dial_nodes" (
	"node_name" text PRIMARY KEY NOT NULL,
	"beat" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dial_number_days" (
	"day" date NOT NULL,
	"number" text NOT NULL,
	"calls" integer NOT NULL,
	CONSTRAINT "dial_number_days_day_number_pk" PRIMARY KEY("day","number")
);
--> statement-breakpoint
CREATE TABLE "dial_reservations" (
	"id" text PRIMARY KEY NOT NULL,
	"node_name" text NOT NULL,
	"process" text NOT NULL,
	"call_id" text NOT NULL,
	"number" text NOT NULL,
	"trunk_id" text,
	"day" date NOT NULL,
	"counted_ms" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dial_rules" ADD CONSTRAINT "dial_rules_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dial_reservations_node" ON "dial_reservations" USING btree ("node_name");