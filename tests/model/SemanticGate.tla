---------------------------------- MODULE SemanticGate ----------------------------------
(* One intent, from its deliveries' messages to an execution that ends its job. One action *)
(* is one external call; a process can crash between any two. TransportGate.tla models how *)
(* messages arrive, Publisher.tla what an execution does: here it ends its job or dies.    *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  MaxFaults,  \* in one run
  Without     \* removed protections

Protections == {"jobs before mark", "name", "fence", "restart"}
ASSUME Without \subseteq Protections
Has(protection) == protection \notin Without

\* The same request arrived with two GUIDs. Each has a message, which may arrive more than once.
Deliveries == {"A", "B"}
\* Parallel invocations of dispatch-event and sweep-deliveries.
Workers == {1, 2}
Attempts == 1 .. MaxFaults + 1

VARIABLES
  message,    \* of each delivery: absent, queued (reappears until it is deleted), or gone
  intent,     \* in the idempotency table
  worker,     \* of each: its state, its next state once an execution runs, its delivery, the job as it read it
  job,        \* in the job table
  execution,  \* of each attempt of the job
  starts,     \* how often each was started
  late,       \* whether a write by an overtaken writer took effect
  faults
vars == <<message, intent, worker, job, execution, starts, late, faults>>

NoJob == [state |-> "none", attempt |-> 0, version |-> 0]
Idle  == [at |-> "idle", next |-> "none", delivery |-> "none", seen |-> NoJob]
\* CANCELLED stands for all side exits.
Over  == {"NOTIFIED", "CANCELLED"}

Init ==
  /\ message   = [d \in Deliveries |-> "none"]
  /\ intent    = [status |-> "none", owner |-> "none", leased |-> FALSE]
  /\ worker    = [w \in Workers |-> Idle]
  /\ job       = NoJob
  /\ execution = [n \in Attempts |-> "none"]
  /\ starts    = [n \in Attempts |-> 0]
  /\ late      = FALSE
  /\ faults    = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

------------------------------------ (* the queue *) -------------------------------------

Arrives(d) ==
  /\ message[d] = "none"
  /\ message' = [message EXCEPT ![d] = "queued"]
  /\ UNCHANGED <<intent, worker, job, execution, starts, late, faults>>

\* At-least-once delivery: a processed message arrives again.
ArrivesAgain(d) ==
  /\ message[d] = "gone" /\ Fault
  /\ message' = [message EXCEPT ![d] = "queued"]
  /\ UNCHANGED <<intent, worker, job, execution, starts, late>>

---------------------------------- (* dispatch-event *) ----------------------------------

Goes(w, at, seen) == worker' = [worker EXCEPT ![w].at = at, ![w].seen = seen]
\* Its message returns by itself.
GivesUp(w) == worker' = [worker EXCEPT ![w] = Idle]

\* The message stays until the dispatcher has finished with it.
Receives(w, d, at, next, seen) ==
  /\ worker[w].at = "idle" /\ message[d] = "queued"
  /\ worker'  = [worker EXCEPT ![w] = [at |-> at, next |-> next, delivery |-> d, seen |-> seen]]
  /\ UNCHANGED <<message, job, execution, starts, late, faults>>

\* Claims the intent by a conditional put: the owner at any time, other instances after the lease. An instance that
\* finds it claimed changes nothing and retries later.
Claim(w, d) ==
  /\ \/ intent.status = "none"
     \/ intent.status = "CLAIMED" /\ (intent.owner = d \/ ~intent.leased)
  /\ intent' = [status |-> "CLAIMED", owner |-> d, leased |-> TRUE]
  /\ IF Has("jobs before mark") THEN Receives(w, d, "create", "mark", NoJob) ELSE Receives(w, d, "mark", "delete", NoJob)

\* Its jobs are already dispatched: only makes sure that they continue. resumeJob
Resume(w, d) ==
  /\ intent.status = "DISPATCHED"
  /\ IF job.state \in Over \union {"none"} THEN Receives(w, d, "delete", "none", NoJob)
     ELSE Receives(w, d, "start", "delete", job)
  /\ UNCHANGED intent

\* A lease outlasts every running dispatcher; the fault is a dispatcher that was paused for longer.
Leased == intent.leased /\ intent' = [intent EXCEPT !.leased = FALSE]
OwnerLives == \E w \in Workers : worker[w].delivery = intent.owner

LeaseEnds ==
  /\ Leased /\ ~OwnerLives
  /\ UNCHANGED <<message, worker, job, execution, starts, late, faults>>

LeaseEndsEarly ==
  /\ Leased /\ OwnerLives /\ Fault
  /\ UNCHANGED <<message, worker, job, execution, starts, late>>

\* A conditional put; if the job exists, continues where the earlier try stopped. dispatchJob
Create(w) ==
  /\ worker[w].at = "create"
  /\ job' = IF job = NoJob THEN [state |-> "RECEIVED", attempt |-> 1, version |-> 1] ELSE job
  /\ CASE job'.state = "RECEIVED"  -> Goes(w, "validate", job')
       [] job'.state = "VALIDATED" -> Goes(w, "hand over", job')
       [] job'.state \in Over      -> Goes(w, worker[w].next, NoJob)
       [] OTHER                    -> Goes(w, "start", job')
  /\ UNCHANGED <<message, intent, execution, starts, late, faults>>

\* The states from which a job may enter each state.
Before(to) == CASE to = "VALIDATED"     -> {"RECEIVED"}
                [] to = "CANCELLED"     -> {"RECEIVED", "VALIDATED", "DISPATCHED", "WORKER_FAILED"}
                [] to = "DISPATCHED"    -> {"RECEIVED", "VALIDATED", "WORKER_FAILED"}
                [] to = "WORKER_FAILED" -> {"DISPATCHED"}

\* A conditional write of the job; its version also represents its fence. Writes from another state or by an
\* overtaken writer are refused: FencedError.
Writes(w, to, attempt, at) ==
  LET seen == worker[w].seen
      overtaken == job.version # seen.version \/ job.attempt # seen.attempt
  IN
  /\ IF job.state \in Before(to) /\ (~overtaken \/ ~Has("fence"))
     THEN /\ job'  = [state |-> to, attempt |-> attempt, version |-> seen.version + 1]
          /\ late' = (late \/ overtaken)
          /\ Goes(w, at, IF at = worker[w].next THEN NoJob ELSE job')
     ELSE GivesUp(w) /\ UNCHANGED <<job, late>>
  /\ UNCHANGED <<message, intent, execution, starts, faults>>

\* The user has permission; or lacks it, which the workflow reports; or the pull request is missing, or mode is shadow.
Validate(w) ==
  /\ worker[w].at = "validate"
  /\ \/ Writes(w, "VALIDATED", 1, "hand over")
     \/ Writes(w, "DISPATCHED", 1, "start")
     \/ Writes(w, "CANCELLED", 1, worker[w].next)

HandOver(w) ==
  /\ worker[w].at = "hand over"
  /\ Writes(w, "DISPATCHED", 1, "start")

\* Starts the execution with that name once, or returns its status. ensureExecution
Start(w) == LET seen == worker[w].seen
                new == execution[seen.attempt] = "none" \/ ~Has("name") IN
  /\ worker[w].at \in {"start", "start again"}
  /\ starts'    = IF new THEN [starts EXCEPT ![seen.attempt] = @ + 1] ELSE starts
  /\ execution' = IF new THEN [execution EXCEPT ![seen.attempt] = "running"] ELSE execution
  /\ CASE worker[w].at = "start" /\ execution'[seen.attempt] # "running"
            -> Goes(w, IF seen.state = "WORKER_FAILED" THEN "again" ELSE "fail", seen)
       [] worker[w].next = "none" -> GivesUp(w)
       [] OTHER                   -> Goes(w, worker[w].next, NoJob)
  /\ UNCHANGED <<message, intent, job, late, faults>>

\* The execution has ended and its job has not. `restart` in ensure-execution.ts
Fail(w) ==
  /\ worker[w].at = "fail"
  /\ Writes(w, "WORKER_FAILED", worker[w].seen.attempt, "again")

Again(w) ==
  /\ worker[w].at = "again"
  /\ Writes(w, "DISPATCHED", worker[w].seen.attempt + 1, "start again")

\* Only the owner writes DISPATCHED. Another instance's message returns and finds the intent dispatched.
Mark(w) ==
  /\ worker[w].at = "mark"
  /\ IF intent.owner = worker[w].delivery
     THEN /\ intent' = [intent EXCEPT !.status = "DISPATCHED", !.leased = FALSE]
          /\ Goes(w, IF Has("jobs before mark") THEN "delete" ELSE "create", NoJob)
     ELSE GivesUp(w) /\ UNCHANGED intent
  /\ UNCHANGED <<message, job, execution, starts, late, faults>>

Delete(w) ==
  /\ worker[w].at = "delete"
  /\ message' = [message EXCEPT ![worker[w].delivery] = "gone"]
  /\ GivesUp(w)
  /\ UNCHANGED <<intent, job, execution, starts, late, faults>>

\* sweep-deliveries: a dispatched, unfinished job without a running execution. finishJobs
Restart(w) ==
  /\ Has("restart") /\ worker[w].at = "idle"
  /\ job.state \in {"DISPATCHED", "WORKER_FAILED"} /\ execution[job.attempt] # "running"
  /\ worker' = [worker EXCEPT ![w] = [at |-> "start", next |-> "none", delivery |-> "none", seen |-> job]]
  /\ UNCHANGED <<message, intent, job, execution, starts, late, faults>>

WorkerFails(w) ==
  /\ worker[w].at # "idle" /\ Fault
  /\ GivesUp(w)
  /\ UNCHANGED <<message, intent, job, execution, starts, late>>

---------------------------------- (* the executions *) ----------------------------------

\* A step writes the job: fails it, or reports to the user and ends it. A step's invocation may continue after its
\* execution has ended.
StepWrites(n, to, when) ==
  /\ execution[n] = when /\ job.attempt = n /\ job.state \in {"DISPATCHED", "WORKER_FAILED"} \ {to}
  /\ job' = [job EXCEPT !.state = to, !.version = @ + 1]
  /\ UNCHANGED <<message, intent, worker, execution, starts, late, faults>>

ExecutionEnds(n) ==
  /\ execution[n] = "running" /\ (job.state \in Over \/ job.attempt # n)
  /\ execution' = [execution EXCEPT ![n] = "over"]
  /\ UNCHANGED <<message, intent, worker, job, starts, late, faults>>

\* The execution ends and its job does not: aborted, timed out, or the report failed.
ExecutionDies(n) ==
  /\ execution[n] = "running" /\ job.state \notin Over /\ Fault
  /\ execution' = [execution EXCEPT ![n] = "over"]
  /\ UNCHANGED <<message, intent, worker, job, starts, late>>

------------------------------------------------------------------------------------------

\* Started work continues. Messages need not arrive, and failures need not happen.
Progress ==
  \/ LeaseEnds
  \/ \E w \in Workers :
       \/ \E d \in Deliveries : Claim(w, d) \/ Resume(w, d)
       \/ Create(w) \/ Validate(w) \/ HandOver(w) \/ Start(w) \/ Fail(w) \/ Again(w) \/ Mark(w) \/ Delete(w)
       \/ Restart(w)
  \/ \E n \in Attempts : StepWrites(n, "NOTIFIED", "running") \/ ExecutionEnds(n)

Next ==
  \/ Progress \/ LeaseEndsEarly
  \/ \E d \in Deliveries : Arrives(d) \/ ArrivesAgain(d)
  \/ \E w \in Workers : WorkerFails(w)
  \/ \E n \in Attempts :
       \/ StepWrites(n, "WORKER_FAILED", "running") \/ ExecutionDies(n)
       \/ \E to \in {"WORKER_FAILED", "NOTIFIED"} : StepWrites(n, to, "over")

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

---------------------------------- (* what must hold *) ----------------------------------

\* One execution per attempt, and one at a time.
OneExecution ==
  /\ \A n \in Attempts : starts[n] <= 1
  /\ Cardinality({n \in Attempts : execution[n] = "running"}) <= 1

\* An execution finds its job handed over.
JobBeforeExecution == \A n \in Attempts :
  execution[n] = "running" => job.attempt >= n /\ job.state \notin {"none", "RECEIVED", "VALIDATED"}

LateWritesRefused == ~late

\* The intent of a processed delivery leads to its job.
Traceable == \A d \in Deliveries : message[d] = "gone" => intent.status = "DISPATCHED" /\ job.state # "none"

\* A finished job is not written again and starts nothing.
FinishedStaysFinished == [][job.state \in Over => job' = job /\ starts' = starts]_vars

\* Every arrived message is processed and the job ends: nothing stops earlier or loops forever.
NothingHangs == ENABLED Progress \/ \A d \in Deliveries :
  message[d] = "none" \/ (message[d] = "gone" /\ job.state \in Over)
ArrivedEnds == \A d \in Deliveries : message[d] # "none" ~> (message[d] = "gone" /\ job.state \in Over)
==========================================================================================
