using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

// --smoke runs every benchmark once with its smallest parameters, so that none of them rots.
if (args is ["--smoke"]) return Twin.Benchmarks.Smoke.Run();

// --threads measures what replications on two threads cost each other.
if (args is ["--threads"])
{
    Twin.Benchmarks.Threads.Run();
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

namespace Twin.Benchmarks
{
    /// <summary>Runs each benchmark method once.</summary>
    public static class Smoke
    {
        /// <returns>0; an exception otherwise.</returns>
        public static int Run()
        {
            Checks.Run();
            var count = 0;
            foreach (var type in typeof(Smoke).Assembly.GetTypes().Where(t => t.IsClass && !t.IsAbstract).OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                var methods = type.GetMethods().Where(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null).ToArray();
                if (methods.Length == 0) continue;

                foreach (var method in methods)
                {
                    var instance = Activator.CreateInstance(type)!;
                    foreach (var property in type.GetProperties())
                    {
                        if (property.GetCustomAttribute<ParamsAttribute>() is { } values) property.SetValue(instance, values.Values[0]);
                    }

                    type.GetMethods().FirstOrDefault(m => m.GetCustomAttribute<GlobalSetupAttribute>() is not null)?.Invoke(instance, null);
                    Console.WriteLine($"{type.Name}.{method.Name}: {method.Invoke(instance, null)}");
                    count++;
                }
            }

            return count > 0 ? 0 : throw new InvalidOperationException("there is no benchmark");
        }
    }
}
